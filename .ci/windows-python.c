/* python.exe of Windows: all of Python is in python3xx.dll. */
#include <wchar.h>

int Py_Main(int count, wchar_t **arguments);

int wmain(int count, wchar_t **arguments) { return Py_Main(count, arguments); }
