// The record of what was worth telling.

export const notices = {
  title: "Notices",
  note: "Everything worth telling you, newest first",
  bellNew_one: "Notices, {{count, number}} new",
  bellNew_other: "Notices, {{count, number}} new",
  loading: "Fetching the notices",
  filter: "Kinds of notices",
  new: "New",
  earlier: "Show earlier ones",
  all: "Show all",
  none: "Nothing to tell you yet",
  noneWhy:
    "Answers that need you, mails that wait for your word, trouble and its end, and the morning review are kept here. Some of them come up on the desktop too: you choose which.",
  noneOf: "There is no notice of this kind",
  choose: "Choose what comes up",
} as const;
