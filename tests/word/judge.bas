Sub Main
  Dim aJobs, aParts, nJob
  On Error Goto Failed
  aJobs = Split(ReadFile(Environ("JUDGE_JOBS")), Chr(10))
  For nJob = 0 To UBound(aJobs)
    If Len(aJobs(nJob)) > 0 Then
      aParts = Split(aJobs(nJob), Chr(9))
      ReadOne(aParts(0), aParts(1), aParts(2))
    End If
  Next
  StarDesktop.terminate()
  Exit Sub
Failed:
  WriteFile(Environ("JUDGE_JOBS") & ".error", Error$)
  StarDesktop.terminate()
End Sub

Function ReadFile(sPath)
  Dim oFiles, oStream, sAll
  oFiles = CreateUnoService("com.sun.star.ucb.SimpleFileAccess")
  oStream = CreateUnoService("com.sun.star.io.TextInputStream")
  oStream.setInputStream(oFiles.openFileRead(ConvertToUrl(sPath)))
  oStream.setEncoding("UTF-8")
  Do While Not oStream.isEOF()
    sAll = sAll & oStream.readLine() & Chr(10)
  Loop
  oStream.closeInput()
  ReadFile = sAll
End Function

Sub WriteFile(sPath, sAll)
  Dim oFiles, oStream
  oFiles = CreateUnoService("com.sun.star.ucb.SimpleFileAccess")
  If oFiles.exists(ConvertToUrl(sPath)) Then oFiles.kill(ConvertToUrl(sPath))
  oStream = CreateUnoService("com.sun.star.io.TextOutputStream")
  oStream.setOutputStream(oFiles.openFileWrite(ConvertToUrl(sPath)))
  oStream.setEncoding("UTF-8")
  oStream.writeString(sAll)
  oStream.closeOutput()
End Sub

Sub ReadOne(sSource, sCommand, sTarget)
  Dim aHidden(0) As New com.sun.star.beans.PropertyValue
  Dim aNothing()
  Dim oDocument, oDispatcher
  On Error Goto Failed
  aHidden(0).Name = "Hidden"
  aHidden(0).Value = True
  oDocument = StarDesktop.loadComponentFromURL(ConvertToUrl(sSource), "_blank", 0, aHidden())
  oDispatcher = CreateUnoService("com.sun.star.frame.DispatchHelper")
  If sCommand <> "Read" Then
    oDispatcher.executeDispatch(oDocument.CurrentController.Frame, ".uno:" & sCommand, "", 0, aNothing())
  End If
  WriteFile(sTarget, Said(oDocument.Text))
  oDocument.close(True)
  Exit Sub
Failed:
  WriteFile(sTarget, "FAILED " & Error$)
End Sub

Function Said(oText)
  Dim oBlocks, oBlock, aNames, nCell, sAll, sLabel
  oBlocks = oText.createEnumeration()
  Do While oBlocks.hasMoreElements()
    oBlock = oBlocks.nextElement()
    If oBlock.supportsService("com.sun.star.text.Paragraph") Then
      sLabel = ""
      If oBlock.NumberingIsNumber Then sLabel = oBlock.ListLabelString
      sAll = sAll & sLabel & Chr(9) & Join(Split(oBlock.getString(), Chr(10)), Chr(11)) & Chr(10)
    ElseIf oBlock.supportsService("com.sun.star.text.TextTable") Then
      aNames = oBlock.getCellNames()
      For nCell = 0 To UBound(aNames)
        sAll = sAll & Said(oBlock.getCellByName(aNames(nCell)))
      Next
    End If
  Loop
  Said = sAll
End Function
