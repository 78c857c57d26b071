Attribute VB_Name = "RibbonXlsheets"
Option Explicit

' What the ribbon calls. Plain ASCII: a module is stored in the code page of one machine, so Chinese labels
' live in customUI and Chinese sentences in column D of the settings sheet.

Private Const SETTINGS As String = "xlsheets.conf"
Private Const NO_WORKBOOK As String = "D1"
Private Const FOREIGN_SETTINGS As String = "D2"
Private Const NOT_INSTALLED As String = "D3"

' Every button calls this one; the id of a button is the name of its action.
Public Sub OnButton(control As Object)
    Perform control.ID
End Sub

Public Sub Perform(ByVal action As String)
    Dim refusal As String
    refusal = Objection()
    If refusal = "" Then
        xlwings.RunPython CommandFor(action)
    Else
        MsgBox refusal, vbExclamation, "xlsheets"
    End If
End Sub

Public Function CommandFor(ByVal action As String) As String
    CommandFor = "import xlsheets.excel; xlsheets.excel.run('" & action & "')"
End Function

' The sentence that says why nothing can be run now; "" when all is well.
Public Function Objection() As String
    If ActiveWorkbook Is Nothing Then
        Objection = Sentence(NO_WORKBOOK)
    ElseIf BringsItsOwnCode(ActiveWorkbook) Then
        Objection = Sentence(FOREIGN_SETTINGS)
    ElseIf Not HasPython() Then
        Objection = Sentence(NOT_INSTALLED)
    End If
End Function

' A workbook could name another interpreter in such a sheet, and RunPython would start that one.
Private Function BringsItsOwnCode(ByVal book As Object) As Boolean
    Dim sheet As Object
    For Each sheet In book.Worksheets
        If LCase$(sheet.Name) = SETTINGS Or LCase$(Right$(sheet.Name, 3)) = ".py" Then BringsItsOwnCode = True
    Next
End Function

' Installing fills in one of the two. The sandbox of a Mac may hide the file, so only Windows looks for it.
Private Function HasPython() As Boolean
    Dim path As String
    path = xlwings.GetConfig("INTERPRETER_WIN")
    If path = "" Then
        HasPython = xlwings.GetConfig("INTERPRETER_MAC") <> ""
    Else
        HasPython = xlwings.FileExists(path)
    End If
End Function

Private Function Sentence(ByVal address As String) As String
    Sentence = ThisWorkbook.Worksheets(1).Range(address).Value
End Function

' No Python needed. A project that does not compile answers 0, so only a positive answer proves anything.
Public Function SelfTest() As Long
    SelfTest = Len(CommandFor("validate"))
End Function
