// Settings: how a brand's own domain stands.

import type { sender as English } from "../en/sender";
import type { Translated } from "../translated";

export const sender: Translated<typeof English> = {
  title: "प्रेषक की स्थिति",
  about:
    "पाने वाले सर्वर {{brand}} के डोमेन का DNS देखते हैं, ताकि उसकी असली मेल को नकली से अलग पहचान सकें। इसके कारण कोई मेल रोकी नहीं जाती।",
  loading: "पिछली जाँच लाई जा रही है",
  look: "अभी देखें",
  looking: "देखा जा रहा है",
  lookedAt: "देखा गया",
  through: "{{house}} से भेजता है",
  noDomain: "अभी कोई पता नहीं है",
  noDomainAbout: "ब्रांड की पहचान में बताएँ कि ब्रांड किस पते से लिखता है।",
  notYet: "अभी नहीं देखा गया",
  notYetAbout: "मेलबॉक्स जुड़ते ही {{domain}} के रिकॉर्ड दिन में एक बार देखे जाते हैं, या आप चाहें तो अभी।",
  verdicts: { good: "ठीक", weak: "बेहतर हो सकता है", missing: "नहीं है", broken: "काम नहीं करता", unknown: "पता नहीं" },
  found: "DNS में जैसा लिखा है",
  name: "नाम ({{kind}})",
  value: "मान",
  keys: "DKIM कुंजियों के नाम",
  keysAbout: "केवल तब, जब आपकी कुंजी का नाम आपकी मेल सेवा के सामान्य नामों से अलग हो। कई हों तो बीच में अल्पविराम।",
  selectors: "सिलेक्टर",
};
