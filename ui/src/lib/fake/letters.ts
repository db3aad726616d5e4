// What people of the made-up world wrote, by their name, and what strangers wrote.

import { days, hours } from "./people";

export interface Letter {
  text: string;
  subject?: string;
  from?: string;
  why?: string;
  by?: string;
  confidence?: number;
  evidence?: string;
  until?: string;
  referral?: string;
  url?: string;
  nature?: string;
  folder?: string;
  html?: string;
}

export const QUOTED = `On Fri, 20 Nov 2026 at 09:14, The Codeteki Team <sales@codeteki.au> wrote:
> Hi there,
>
> I saw that your site books visits by phone. We build small AI assistants that take those calls and fill the calendar.
>
> Would a ten-minute call on Thursday or Friday be useful?`;

export const LETTERS: Record<string, Letter> = {
  "Sarah Jones": {
    text: "Hi,\n\nLooks interesting. Do you also do online ordering, and roughly what does it cost for a place with two counters?\n\nOur menu is at https://cafe.com/menu if that helps.\n\nSarah",
    why: "It asks two things and commits to nothing.",
    by: "gpt-5-mini",
    confidence: 0.93,
  },
  "Leo Martins": {
    text: "Yes, please. Thursday after 14:00 suits us. Bring an example of what it does with a caller who changes their mind.\n\nLeo",
    why: "They say yes and name a time.",
    by: "gpt-5-mini",
    confidence: 0.97,
  },
  "Omar Haddad": {
    text: "Send me the contract, then we talk about dates.",
    why: "They ask for the next step.",
    by: "gpt-5-mini",
    confidence: 0.9,
  },
  "Marcus Webb": {
    text: "ok. will see",
    why: "No rule fits, so you decide.",
    evidence: "thread",
  },
  "Hannah Weiss": {
    text: "We are moving our shop until February. Please write again once we are settled.",
    why: "“until February” puts it off.",
    until: "2027-02-01",
  },
  "Aisha Khan": {
    text: "Thank you for your mail. I am out of the office until 2 December and read nothing before then.",
    subject: "Automatic reply: Cutting the paperwork at Spice Route",
    why: "The mail says that a program sent it.",
    until: "2026-12-02",
  },
  "Mei Chen": {
    text: "Your message could not be delivered: 550 5.1.1 The email account that you tried to reach does not exist.",
    subject: "Delivery Status Notification (Failure)",
    from: "mailer-daemon@lotusbooks.com.au",
    why: "The report says that the address does not exist.",
    evidence: "reported_message",
  },
  "Karen Hill": {
    text: "No thanks, we do this ourselves.",
    why: "“no thanks” is a clear no.",
  },
  "Yuki Tanaka": {
    text: "We place links in older posts for USD 120 each, paid ahead. Let me know which one.",
    subject: "Re: A guide your readers may like",
    why: "They ask for money for a link.",
  },
  "Carla Gomez": {
    text: "Happy to have a look. Which of our articles do you have in mind?",
    subject: "Re: A guide your readers may like",
    why: "They want to go on.",
    by: "gpt-5-mini",
    confidence: 0.81,
  },
  "Will Archer": {
    text: "Done, it is in the second paragraph: https://thelocalweb.org/guides/booking-by-phone",
    subject: "Re: A guide your readers may like",
    why: "They name a page that carries the link.",
    url: "https://thelocalweb.org/guides/booking-by-phone",
  },
};

export const STRANGERS: (Letter & { id: string; from: string; name: string; at: number })[] = [
  {
    id: "message-stranger-1",
    from: "accounts@rothlegal.com.au",
    name: "Miriam Roth",
    at: hours(-3),
    subject: "Your note to Daniel",
    text: "Daniel passed your mail on to me. I look after our systems. What would you need from us to try it?\n\nMiriam Roth",
    evidence: "perhaps: company_and_subject",
  },
  {
    id: "message-stranger-2",
    from: "hello@bakersdozen.example",
    name: "",
    at: hours(-30),
    subject: "question",
    text: "hi do u also make websites",
    folder: "spam",
  },
  {
    id: "message-stranger-3",
    from: "news@martech-weekly.example",
    name: "Martech Weekly",
    at: days(-2),
    subject: "This week: seven tools that promise too much",
    text: "Seven tools that promise too much, and one that does not. Read on our site: https://martech-weekly.example/48",
    nature: "list_mail",
  },
];
