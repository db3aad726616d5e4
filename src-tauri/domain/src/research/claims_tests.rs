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

const INVENTED: [&str; 36] = [
    "I loved your post “Ten knives every baker needs”.",
    "Your article on kneading machines is the best I have read.",
    "We have been reading The Rye Shelf and like the care you put into it.",
    "I have been following your blog for years.",
    "I noticed that your readers often ask about gluten.",
    "Your site has 10,000 monthly readers.",
    "You write about pastry and chocolate.",
    "Congratulations on the award for your cookbook!",
    "I saw your interview with Nigel Slater.",
    "Your recent piece about wood-fired ovens made me think.",
    "As you explained last week, yeast is overrated.",
    "Since you opened your second bakery, you must be busy.",
    "I read “Why I quit sourdough” twice.",
    "Your team of five bakers is impressive.",
    "You have been baking since 1998.",
    "I enjoyed your guide to croissants. May I ask something?",
    "Could we add a section to your article on croissants?",
    "We would like to extend the tutorial you published in March.",
    "Great post on baguettes!",
    "I think your newsletter is wonderful.",
    "The Rye Shelf is one of the most popular bread blogs in Australia.",
    "I know that you struggle with customer messages.",
    "You rank for “best rye bread”, which is no small thing.",
    "I came across The Rye Shelf through Gourmet Traveller.",
    "Thank you for your excellent recipe for bagels.",
    "Because you sell flour online, we thought of you.",
    "Your podcast with Anna Schmidt inspired our team.",
    "You cover sourdough, pizza and pasta.",
    "The blog reaches 40,000 people.",
    "Loved the story about the oven that exploded.",
    "I was impressed by your traffic.",
    "I saw that you link to our competitors.",
    "Your shop in Geelong ships across the country.",
    "You said in June that guests are paid.",
    "Are you still happy with your post on enriched doughs?",
    "We met at the Melbourne bread fair, where you gave a talk.",
];

#[test]
fn what_is_invented_is_flagged() {
    let missed: Vec<&str> = INVENTED.into_iter().filter(|body| flagged(body).is_empty()).collect();
    assert!(missed.is_empty(), "\n{}", missed.join("\n"));
}

const HONEST: [&str; 18] = [
    "I saw “Five loaves, one Saturday” on The Rye Shelf.",
    "You write about sourdough, rye and home milling.",
    "I am writing because of your page “Write for us”. Is it still open?",
    "Your post “A mill on the kitchen bench” is where I found you.",
    "I read “What hydration does, and what it doesn't” on your site.",
    "We would like to write something for your readers: practical, not an advertisement, on a subject that you choose, rye for instance.",
    "In return we would be glad about a link where it fits.",
    "Would that suit you? I will keep to whatever guidelines you have for guests.",
    "A short reminder of my question about a guest post. I am happy to send two or three outlines first, so that you can see whether they suit The Rye Shelf.",
    "Another thought: if a whole post is too much, we could add to one you already have, with figures or an example from our work. You would only have to check it.\n\nWhich of your pages could use that most?",
    "I will not press you further. If a guest post ever suits you, a reply to this mail reaches us.",
    "Codeteki builds AI assistants for small businesses. What we do best is answering customers on chat.",
    "Hi Marta,\n\nmy name is Sam and I work at Codeteki.\n\nWould a ten-minute call this week or next be worth it? A short yes or no is a good answer too.",
    "I hope this finds you well. May I send you an outline?",
    "Perhaps the question is rather what takes most of your week. We often start there.\n\nWhat would you hand over first?",
    "I noticed that you take guests: “Write for us”.",
    "The Rye Shelf covers sourdough and rye. We could add a page about keeping a starter, if you like.",
    "Do you have a post about ovens? If not, we can write one for you.",
];

#[test]
fn what_is_honest_is_not() {
    let accused: Vec<_> =
        HONEST.into_iter().map(|body| (body, flagged(body))).filter(|(_, found)| !found.is_empty()).collect();
    assert!(accused.is_empty(), "{accused:#?}");
}

#[test]
fn a_claim_is_told_as_it_stands() {
    let body = "Hi Marta,\n\nI saw “Five loaves, one Saturday” and your article on kneading machines, which 10,000 people read.\n\nShall I?";
    assert_eq!(flagged(body), ["and your article on kneading machines", "which 10,000 people read"]);
    assert_eq!(flagged("I loved your post “Ten knives”."), ["Ten knives"]);
}
