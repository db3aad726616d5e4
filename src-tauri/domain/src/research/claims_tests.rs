//! Mails with invented claims are flagged, honest ones are not, and nothing that is composed from facts is.

use super::tests::read_all;
use super::*;

/// The writers of the hundred pitches: brand, what it does, what it does best.
const BRANDS: [(&str, &str, &str); 5] = [
    (
        "Codeteki",
        "Codeteki builds AI assistants for small businesses in Melbourne.",
        "answering customers on chat while the owner is busy",
    ),
    (
        "Harbour Books",
        "Harbour Books keeps the accounts of shops and cafes.",
        "invoices, GST and payroll without late nights",
    ),
    ("Greenline", "Greenline sells compost bins and water tanks for balconies.", "gardens that need little water"),
    ("Pan & Peel", "Pan & Peel publishes recipes and tests ovens.", "sourdough and soups that work the first time"),
    ("Wayfinder", "Wayfinder makes maps for hikers.", "routes through the high country"),
];

fn known(brand: usize) -> [String; 4] {
    let (name, does, best) = BRANDS[brand];
    [name, does, best, "Sam Cole"].map(str::to_owned)
}

#[test]
fn a_hundred_pitches_claim_nothing_without_a_fact() {
    let mut pitches = 0;
    for site in read_all() {
        for (place, (name, description, value_proposition)) in BRANDS.iter().enumerate() {
            let offer = Offer { description, value_proposition };
            let angles = angles(&site.facts, &offer);
            let topic = topic(&site.facts, &offer);
            if std::env::var_os("PRINT_PITCHES").is_some() {
                println!("{} / {name} [{}]", site.host, topic.clone().unwrap_or_default());
                angles.iter().for_each(|angle| println!("    {}", angle.sentence));
            }
            let them = [site.host.to_owned(), "Sarah Jones".to_owned()];
            let of = Known { them: &them, us: &known(place) };
            for angle in &angles {
                assert_eq!(unsupported(&angle.sentence, &site.facts, of), Vec::<String>::new(), "{}", angle.sentence);
                assert!(angle.facts.iter().all(|fact| is_quotable(&site.facts[*fact])));
            }
            // With the facts of another site, the same words are claims.
            for angle in &angles {
                assert!(!unsupported(&angle.sentence, &[], Known::default()).is_empty(), "{}", angle.sentence);
            }
            pitches += 1;
        }
    }
    assert_eq!(pitches, 100);
}

fn rye_shelf() -> Vec<SiteFact> {
    read_all().into_iter().find(|site| site.host == "ryeshelf.example").unwrap().facts
}

fn flagged(body: &str) -> Vec<String> {
    let them = ["Marta Lindqvist", "The Rye Shelf", "https://ryeshelf.example"].map(str::to_owned);
    unsupported(body, &rye_shelf(), Known { them: &them, us: &known(0) })
}

/// Mails with something invented in each, one a line.
const INVENTED: &str = include_str!("invented.txt");

#[test]
fn what_is_invented_is_flagged() {
    let missed: Vec<&str> = INVENTED.lines().filter(|body| flagged(body).is_empty()).collect();
    assert!(INVENTED.lines().count() >= 60);
    assert!(missed.is_empty(), "\n{}", missed.join("\n"));
}

/// Mails in which nothing is, `\n` for a new line.
const HONEST: &str = include_str!("honest.txt");

#[test]
fn what_is_honest_is_not() {
    let found = |line: &str| (line.to_owned(), flagged(&line.replace("\\n", "\n")));
    let accused: Vec<_> = HONEST.lines().map(found).filter(|(_, found)| !found.is_empty()).collect();
    assert!(HONEST.lines().count() >= 40);
    assert!(accused.is_empty(), "{accused:#?}");
}

#[test]
fn a_claim_is_told_as_it_stands() {
    let body = "Hi Marta,\n\nI saw “Five loaves, one Saturday” and your article on kneading machines, which 10,000 people read.\n\nShall I?";
    assert_eq!(flagged(body), ["and your article on kneading machines", "which 10,000 people read"]);
    assert_eq!(flagged("I loved your post “Ten knives”."), ["Ten knives"]);
}
