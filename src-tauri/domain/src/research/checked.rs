//! The words that the claim checker knows: who is spoken of, what makes a sentence a claim, and what makes it an offer or a question.

/// Words of the one who writes, as a subject.
pub(super) const FIRST: &[&str] = &[
    "i", "we", "i'm", "i’m", "we're", "we’re", "i've", "i’ve", "we've", "we’ve", "i'd", "i’d", "we'd", "we’d", "i'll",
    "i’ll", "we'll", "we’ll",
];
/// Words about what is the writer's.
pub(super) const OURS: &[&str] = &["our", "my", "us", "me", "ours", "mine"];
/// Words of the one who is written to.
pub(super) const SECOND: &[&str] = &["you", "your", "you're", "you’re", "you've", "you’ve"];

/// Words that open a new clause.
pub(super) const OPENERS: &[&str] = &[
    "and", "but", "because", "since", "as", "so", "which", "who", "where", "when", "whether", "if", "while",
    "although", "that", "though", "until", "unless", "once", "whose", "how", "why", "what", "given", "or",
];
/// Those after which nothing is said to be so.
pub(super) const SUPPOSING: &[&str] = &["if", "whether", "when", "once", "unless", "until", "should", "or"];
/// What may stand between the beginning of a clause and its subject.
pub(super) const ADVERBS: &[&str] = &[
    "also",
    "already",
    "perhaps",
    "maybe",
    "recently",
    "now",
    "today",
    "then",
    "clearly",
    "obviously",
    "surely",
    "there",
    "last",
    "month",
    "week",
    "year",
    "of",
    "like",
    "course",
];
/// Words that make an object of what follows.
pub(super) const BEFORE_OBJECTS: &[&str] = &[
    "of", "for", "to", "with", "on", "about", "in", "from", "at", "by", "into", "under", "through", "against",
    "around", "over", "thank", "thanks", "than", "behind", "between", "without",
];
/// Verbs by which a clause offers, asks or leaves open.
pub(super) const MODAL: &[&str] = &[
    "can", "could", "would", "will", "may", "might", "should", "must", "shall", "i'd", "i’d", "we'd", "we’d", "i'll",
    "i’ll", "we'll", "we’ll", "you'd", "you’d", "you'll", "you’ll", "want", "prefer", "choose", "wish", "decide",
    "need", "hope", "happy", "glad", "welcome",
];
/// First words of a request.
pub(super) const REQUESTS: &[&str] = &[
    "choose", "pick", "send", "tell", "reply", "let", "feel", "please", "name", "say", "just", "check", "have",
    "answer", "ask", "give", "keep",
];

/// Verbs by which the writer claims to have met the work of the other.
pub(super) const MET: &[&str] = &[
    "read",
    "reading",
    "saw",
    "seen",
    "see",
    "noticed",
    "notice",
    "noted",
    "loved",
    "love",
    "enjoyed",
    "enjoy",
    "enjoying",
    "liked",
    "like",
    "admire",
    "admired",
    "follow",
    "followed",
    "following",
    "found",
    "across",
    "stumbled",
    "discovered",
    "visited",
    "browsed",
    "browsing",
    "watched",
    "listened",
    "heard",
    "learned",
    "learnt",
    "appreciate",
    "appreciated",
    "impressed",
    "inspired",
    "fan",
    "remember",
    "remembered",
    "struck",
    "subscribed",
    "subscriber",
    "quoted",
    "shared",
    "recommend",
    "recommended",
    "use",
    "used",
];
/// Verbs after which an opinion about the other follows.
pub(super) const THOUGHT: &[&str] = &[
    "think",
    "thought",
    "believe",
    "know",
    "understand",
    "guess",
    "sense",
    "feel",
    "imagine",
    "gather",
    "hear",
    "assume",
];
/// Verbs that tell what the other did or does, when they follow “you”.
pub(super) const DID: &[&str] = &[
    "wrote",
    "published",
    "posted",
    "launched",
    "made",
    "built",
    "shared",
    "said",
    "mentioned",
    "won",
    "opened",
    "started",
    "moved",
    "gave",
    "linked",
    "covered",
    "put",
    "created",
    "ran",
    "told",
    "sold",
    "grew",
    "recorded",
    "hosted",
    "write",
    "publish",
    "cover",
    "run",
    "serve",
    "sell",
    "host",
    "teach",
    "wrote",
    "explained",
    "described",
    "argued",
    "asked",
    "recommended",
    "reviewed",
];
/// Congratulation without a subject.
pub(super) const KUDOS: &[&str] =
    &["congratulations", "congrats", "kudos", "bravo", "loved", "enjoyed", "impressed", "hats"];
/// Judgements. No fact holds one.
pub(super) const PRAISE: &[&str] = &[
    "great",
    "excellent",
    "amazing",
    "insightful",
    "impressive",
    "fantastic",
    "wonderful",
    "valuable",
    "inspiring",
    "thoughtful",
    "well-written",
    "popular",
    "leading",
    "respected",
    "trusted",
    "best",
    "favourite",
    "favorite",
    "renowned",
    "thorough",
    "brilliant",
    "awesome",
    "beautiful",
    "successful",
    "outstanding",
    "informative",
    "lovely",
    "award-winning",
    "high-quality",
    "superb",
    "engaging",
    "growing",
    "busy",
    "loyal",
    "well-known",
    "famous",
    "interesting",
    "helpful",
    "superb",
];
/// What somebody may have made.
pub(super) const WORKS: &[&str] = &[
    "post",
    "posts",
    "article",
    "articles",
    "piece",
    "guide",
    "essay",
    "interview",
    "podcast",
    "episode",
    "newsletter",
    "video",
    "talk",
    "book",
    "series",
    "recipe",
    "review",
    "story",
    "column",
    "report",
    "roundup",
    "list",
    "work",
    "writing",
    "tutorial",
    "coverage",
    "blog",
    "site",
    "website",
    "team",
    "company",
    "magazine",
    "shop",
    "project",
    "research",
    "page",
    "advice",
    "take",
];
/// Words between such a thing and what it is about.
pub(super) const ABOUT: &[&str] =
    &["on", "about", "titled", "called", "named", "of", "from", "regarding", "entitled", "where"];

/// Words that claim nothing by themselves.
pub(super) const NEUTRAL: &[&str] = &[
    "site", "website", "page", "pages", "readers", "there", "here", "about", "into", "where", "also", "just", "too",
    "really", "some", "any", "has", "had", "been", "am", "i'm", "i’m", "i've", "i’ve", "we've", "we’ve", "saw", "seen",
    "see", "read", "noticed", "found", "came", "across", "looked", "through", "because", "if", "than", "no", "yes",
    "thank", "thanks", "one", "like", "such", "under", "as", "web", "name", "says", "say", "thought", "think",
    "writing", "hi", "hello", "dear", "you've", "you’ve", "you're", "you’re", "other", "both", "since", "given",
    "while", "among", "titled", "called", "named", "entitled", "how", "whose", "these", "those",
];
/// Words that what a site publishes makes true.
pub(super) const OF_POSTS: &[&str] = &[
    "write",
    "writes",
    "wrote",
    "written",
    "cover",
    "covers",
    "covered",
    "publish",
    "published",
    "publishes",
    "post",
    "posts",
    "blog",
    "article",
    "articles",
    "piece",
    "pieces",
    "topic",
    "topics",
    "subject",
    "subjects",
    "section",
    "sections",
];
/// Words that an invitation to guests makes true.
pub(super) const OF_INVITATIONS: &[&str] = &[
    "guest",
    "guests",
    "take",
    "accept",
    "invite",
    "write",
    "contributors",
    "contributions",
    "guidelines",
    "post",
    "posts",
    "authors",
    "welcome",
    "articles",
];
/// Words that a link to us makes true.
pub(super) const OF_LINKS: &[&str] =
    &["link", "links", "linked", "linking", "already", "words", "mention", "mentioned"];
