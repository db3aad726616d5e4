// The record of what was worth telling.

import type { notices as English } from "../en/notices";
import type { Translated } from "../translated";

export const notices: Translated<typeof English> = {
  title: "सूचनाएँ",
  note: "आपको बताने योग्य सब कुछ, नया सबसे ऊपर",
  bellNew_one: "सूचनाएँ, {{count, number}} नई",
  bellNew_other: "सूचनाएँ, {{count, number}} नई",
  loading: "सूचनाएँ लाई जा रही हैं",
  filter: "सूचनाओं के प्रकार",
  new: "नई",
  earlier: "पहले की दिखाएँ",
  all: "सभी दिखाएँ",
  none: "अभी बताने को कुछ नहीं",
  noneWhy:
    "जिन उत्तरों को आपकी ज़रूरत है, जो मेल आपकी अनुमति की प्रतीक्षा में हैं, समस्याएँ और उनका अंत, और सुबह की समीक्षा यहाँ रहती हैं। कुछ डेस्कटॉप पर भी दिखती हैं: कौन-सी, यह आप चुनते हैं।",
  noneOf: "इस प्रकार की कोई सूचना नहीं है",
  choose: "चुनें कि क्या दिखे",
};
