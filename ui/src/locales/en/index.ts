// Every namespace of this language.

import { analytics as analyticsWords } from "./analytics";
import { board as boardWords } from "./board";
import { common as commonWords } from "./common";
import { contacts as contactsWords } from "./contacts";
import { deal as dealWords } from "./deal";
import { decisions as decisionsWords } from "./decisions";
import { doctor as doctorWords } from "./doctor";
import { emails as emailsWords } from "./emails";
import { imports as importsWords } from "./imports";
import { inbox as inboxWords } from "./inbox";
import { links as linksWords } from "./links";
import { notices as noticesWords } from "./notices";
import { pipelines as pipelinesWords } from "./pipelines";
import { prospects as prospectsWords } from "./prospects";
import { review as reviewWords } from "./review";
import { sender as senderWords } from "./sender";
import { settings as settingsWords } from "./settings";
import { shell as shellWords } from "./shell";
import { tasks as tasksWords } from "./tasks";
import { today as todayWords } from "./today";
import { welcome as welcomeWords } from "./welcome";
import { wordings as wordingsWords } from "./wordings";
import { words as listWords } from "./words";

export const words = {
  analytics: analyticsWords,
  board: boardWords,
  common: commonWords,
  contacts: contactsWords,
  deal: dealWords,
  decisions: decisionsWords,
  doctor: doctorWords,
  emails: emailsWords,
  imports: importsWords,
  inbox: inboxWords,
  links: linksWords,
  notices: noticesWords,
  pipelines: pipelinesWords,
  prospects: prospectsWords,
  review: reviewWords,
  sender: senderWords,
  settings: settingsWords,
  shell: shellWords,
  tasks: tasksWords,
  today: todayWords,
  welcome: welcomeWords,
  wordings: wordingsWords,
  words: listWords,
} as const;
