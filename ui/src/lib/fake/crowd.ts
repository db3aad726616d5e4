// A long list of made-up leads, the same each time: what a column of hundreds looks like.

import type { Person } from "./people";
import { days, minutes } from "./people";

const FIRST =
  "Ava Noah Isla Liam Zara Ethan Chloe Arjun Maya Hugo Lena Omid Freya Kai Nadia Oscar Tess Yusuf Ruby Theo".split(" ");
const LAST =
  "Adams Burke Costa Dunn Evans Fraser Gupta Hoang Ivanov Jain Keller Lopez Mistry Nolan Okoye Park Quinn".split(" ");
const TRADE = "Bakery Dental Plumbing Legal Cycles Optics Interiors Physio Books Florist Motors Roofing Studio".split(
  " ",
);
const TOWN = "Geelong Carlton Fitzroy Ballarat Newtown Bondi Hobart Perth Darwin Cairns Bendigo".split(" ");

export function crowd(many: number): Person[] {
  return Array.from({ length: many }, (_, n) => {
    const pick = (words: readonly string[], step: number) =>
      words[(n * step + Math.floor(n / words.length)) % words.length];
    const [first, last, town, trade] = [pick(FIRST, 1), pick(LAST, 3), pick(TOWN, 7), pick(TRADE, 5)];
    return {
      name: `${first} ${last}`,
      company: `${town} ${trade}`,
      email: `${first?.toLowerCase()}.${n}@${town?.toLowerCase()}-${trade?.toLowerCase()}.com.au`,
      stage: "new_lead",
      score: n % 4 === 3 ? null : 30 - (n % 20),
      value: n % 3 === 0 ? 1_000 + (n % 7) * 400 : 0,
      card: { next_action_at: n % 5 === 0 ? null : minutes(60 + n), updated_at: days(-2) - n * 60_000 },
    };
  });
}
