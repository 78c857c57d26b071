// What WPS calls: the button saves the workbook and has the service on this computer show it in the browser.
// WPS loads this file from http://127.0.0.1:PORT/wps/TOKEN/, so the token is the last part of the address.

/** Called by WPS when the ribbon is there. */
function OnAddinLoad() {
  return true;
}

/** Called by WPS for every button. */
function OnAction(control) {
  if (control.Id === "examine") examine().catch(function (error) { alert(error.message); });
  return true;
}

async function examine() {
  const workbook = window.Application && window.Application.ActiveWorkbook;
  if (!workbook) throw new Error("请先打开填报工作簿。");
  if (!workbook.Path) throw new Error("请先把工作簿保存到本机，再点这个按钮。");
  workbook.Save();
  const token = location.pathname.split("/").slice(-2)[0];
  let response;
  try {
    response = await fetch("/hand", { method: "POST", headers: { "xlsheets-token": token }, body: workbook.FullName });
  } catch (error) {
    throw new Error("本机服务没有启动，请先运行 xlsheets serve --wps。");
  }
  if (!response.ok) throw new Error((await response.json()).sentence);
}
