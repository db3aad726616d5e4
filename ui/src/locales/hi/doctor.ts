// The doctor.

import type { doctor as English } from "../en/doctor";
import type { Translated } from "../translated";

export const doctor: Translated<typeof English> = {
  title: "जाँच",
  program: "प्रोग्राम",
  again: "फिर जाँचें",
  checking: "जाँच हो रही है",
  looking: "देखा जा रहा है",
  progress: "{{all, number}} में से {{known, number}} देखे गए",
  fine: "सब ठीक",
  allFine: "सब कुछ ठीक है",
  failing_one: "{{count, number}} को आपकी ज़रूरत है",
  failing_other: "{{count, number}} को आपकी ज़रूरत है",
  well: "ठीक",
  ill: "आपकी ज़रूरत है",
  ran: "हो गया",
  diagnostics: {
    open: "निदान कॉपी करें",
    collecting: "जुटाया जा रहा है",
    title: "निदान",
    about: "यही कॉपी होगा। इसमें न कोई पता है, न नाम, न गुप्त कुंजी।",
    label: "जो कॉपी होगा",
    copy: "कॉपी करें",
    copied: "कॉपी हो गया। जहाँ कोई आपकी मदद करे, वहाँ चिपकाएँ।",
    refused: "यहाँ कॉपी करने की अनुमति नहीं है; पाठ चुनकर हाथ से कॉपी करें।",
  },
  actions: {
    resume_brand: "चलाएँ",
    resume_all: "चलाएँ",
    open_settings: "सेटिंग्स खोलें",
    connect: "जोड़ें",
    run_task: "अभी चलाएँ",
  },
  names: {
    database: "डेटाबेस",
    disk: "डिस्क",
    clock: "घड़ी",
    autopilot: "ऑटोपायलट",
    backup: "बैकअप",
    paused: "रुका है",
    footer: "क़ानूनी फ़ुटर",
    secrets: "गुप्त कुंजियाँ",
    DNS: "नाम",
    mailbox: "मेलबॉक्स",
    model: "मॉडल",
  },
};
