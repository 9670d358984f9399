"""Words about wishes that had to wait for the library system."""

from chalicelib.texts.words import Text

NOTED = Text(
    "图书馆的系统这会儿没有回应。您的{deed}已经记下（{time}），系统一恢复就按先后办理，办好了告诉您结果。"
    "最迟等到{until}；到时还没办成，也会告诉您，并请工作人员接着办。",
    "圖書館的系統這會兒沒有回應。您的{deed}已經記下（{time}），系統一恢復就按先後辦理，辦好了告訴您結果。"
    "最遲等到{until}；到時還沒辦成，也會告訴您，並請工作人員接著辦。",
    "The library's system does not answer right now. Your {deed} is noted ({time}); it will be done in order as "
    "soon as the system is back, and we will tell you how it ended. If it is not back by {until}, we will tell "
    "you that too, and our staff will take it from there.",
)
NOW_DONE = Text(
    "您 {asked} 要办的{deed}有结果了：\n{said}",
    "您 {asked} 要辦的{deed}有結果了：\n{said}",
    "About your {deed} of {asked}:\n{said}",
)
LATE = Text(
    "图书馆的系统一直没有恢复，您 {asked} 要办的{deed}没有办成。已经转给工作人员（编号 {number}），"
    "会接着帮您办；着急的话请打电话或到服务台。",
    "圖書館的系統一直沒有恢復，您 {asked} 要辦的{deed}沒有辦成。已經轉給工作人員（編號 {number}），"
    "會接著幫您辦；著急的話請打電話或到服務台。",
    "The library's system has not come back, so your {deed} of {asked} was not done. Our staff have it now "
    "(number {number}) and will take it from there; if it is urgent, please call us or ask at the desk.",
)
UNSURE = Text(
    "图书馆的系统一直没有恢复，您 {asked} 要办的{deed}有没有办成，现在还说不准。已经请工作人员查"
    "（编号 {number}），查清了告诉您；请先不要重复办。",
    "圖書館的系統一直沒有恢復，您 {asked} 要辦的{deed}有沒有辦成，現在還說不準。已經請工作人員查"
    "（編號 {number}），查清了告訴您；請先不要重複辦。",
    "The library's system has not come back, and we cannot tell whether your {deed} of {asked} was done. Our "
    "staff will find out (number {number}) and tell you; please do not ask for it again meanwhile.",
)
BY_HAND = Text(
    "您 {asked} 要办的{deed}，工作人员已经替您办好了。{word}",
    "您 {asked} 要辦的{deed}，工作人員已經替您辦好了。{word}",
    "Our staff have done your {deed} of {asked}. {word}",
)
NOT_BY_HAND = Text(
    "您 {asked} 要办的{deed}没有办成，工作人员说：{word}",
    "您 {asked} 要辦的{deed}沒有辦成，工作人員說：{word}",
    "Your {deed} of {asked} was not done. Our staff say: {word}",
)

NO_SYSTEM = "本馆没有接借还系统。"
STAFF_LATE = (
    "（系统停用期间记下的）读者 {asked} 要办：{deed}。三天没有办成，请接着办，办好告诉读者。"
)
STAFF_UNSURE = (
    "（系统停用期间记下的）读者 {asked} 要办：{deed}。系统的回答丢了，有没有办成说不准，"
    "请先在系统里查清楚，再告诉读者。"
)
