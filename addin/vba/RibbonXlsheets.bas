Attribute VB_Name = "RibbonXlsheets"
Option Explicit

' What the ribbon calls. Plain ASCII: a module is stored in the code page of one machine, so Chinese labels
' live in customUI and Chinese sentences in column D of the settings sheet.

Private Const SETTINGS As String = "xlsheets.conf"
Private Const NO_WORKBOOK As String = "D1"
Private Const FOREIGN_SETTINGS As String = "D2"
Private Const NOT_INSTALLED As String = "D3"
Private Const NOTHING_MARKED As String = "D4"
Private Const MARKS As String = "findings_cells"
Private Const JUMP As String = "next_finding"

' Every button calls this one; the id of a button is the name of its action.
Public Sub OnButton(control As Object)
    Perform control.ID
End Sub

Public Sub Perform(ByVal action As String)
    Dim refusal As String
    If action = JUMP Then
        refusal = JumpOn()
    Else
        refusal = Objection()
        If refusal = "" Then xlwings.RunPython CommandFor(action)
    End If
    If refusal <> "" Then MsgBox refusal, vbExclamation, "xlsheets"
End Sub

' Put the cursor on the next cell of the list of findings, round and round; "", or why not. Needs no Python.
Public Function JumpOn() As String
    Dim place As String, bang As Long
    If ActiveWorkbook Is Nothing Then
        JumpOn = Sentence(NO_WORKBOOK)
        Exit Function
    End If
    place = NextPlace(MarkedCells(), ActiveSheet.Name & "!" & ActiveCell.Address(False, False))
    bang = InStrRev(place, "!")
    JumpOn = Sentence(NOTHING_MARKED)
    On Error Resume Next
    If bang > 0 Then
        ActiveWorkbook.Worksheets(Left$(place, bang - 1)).Activate
        ActiveSheet.Range(Mid$(place, bang + 1)).Select
        If Err.Number = 0 Then JumpOn = ""
    End If
End Function

' Of places such as "Sheet!A1 Sheet!B2", the one after this, or the first; a sheet may have spaces in its name.
Public Function NextPlace(ByVal places As String, ByVal here As String) As String
    Dim piece As Variant, place As String, passed As Boolean
    For Each piece In Split(places, " ")
        place = place & piece
        If InStr(piece, "!") = 0 Then
            place = place & " "
        Else
            If NextPlace = "" Then NextPlace = place
            If passed And place <> here Then
                NextPlace = place
                Exit Function
            End If
            If place = here Then passed = True
            place = ""
        End If
    Next
End Function

' Older workbooks keep a place in each of several cells, newer ones all of them in one.
Private Function MarkedCells() As String
    Dim known As Object, cell As Object
    On Error Resume Next
    For Each known In ActiveWorkbook.Names
        If known.Name = MARKS Then
            For Each cell In known.RefersToRange.Cells
                MarkedCells = Trim$(MarkedCells & " " & cell.Value)
            Next
        End If
    Next
End Function

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
