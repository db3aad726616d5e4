//! What people write in German, French and Hindi. An empty list means: they would write English here.

use super::persona::Persona;

pub(crate) fn german(persona: Persona) -> &'static [&'static str] {
    match persona {
        Persona::Yes => &[
            "Guten Tag,\n\nvielen Dank für Ihre Nachricht. Das klingt interessant, wir würden gerne mehr erfahren. Können wir nächste Woche telefonieren?",
            "Hallo,\n\nja, wir haben Interesse. Bitte schicken Sie mir weitere Informationen.",
        ],
        Persona::Ask => &[
            "Guten Tag,\n\nwas würde das für ein Unternehmen unserer Größe ungefähr kosten?",
            "Hallo,\n\nhaben Sie Referenzen aus unserer Branche?",
        ],
        Persona::No => &["Guten Tag,\n\nvielen Dank, aber wir haben kein Interesse.", "Nein danke, kein Interesse."],
        Persona::Later => {
            &["Guten Tag,\n\nim Moment passt es leider nicht. Bitte melden Sie sich wieder ab dem {date}."]
        }
        Persona::Stop => &["Bitte keine weiteren E-Mails.", "Abmelden", "Bitte nehmen Sie mich aus Ihrem Verteiler."],
        Persona::WrongPerson => {
            &["Guten Tag,\n\ndafür bin ich nicht zuständig. Bitte wenden Sie sich an {colleague}, {mail}."]
        }
        Persona::Payment => &["Hallo,\n\nein Gastbeitrag mit Link kostet bei uns {price} EUR, zahlbar vorab."],
        Persona::Placed | Persona::Lapsed => &["Hallo,\n\nder Link ist online: {url}"],
        Persona::OutOfOffice => &[
            "Vielen Dank für Ihre Nachricht. Ich bin nicht im Büro und ab dem {date} wieder erreichbar.\n\nIn dringenden Fällen wenden Sie sich bitte an {mail}.",
            "Ich bin bis zum {date} im Urlaub. Ihre E-Mail wird nicht weitergeleitet.",
        ],
        Persona::Left => &[
            "Vielen Dank für Ihre Nachricht. Ich bin nicht mehr bei {company} tätig. Bitte wenden Sie sich an {colleague}, {mail}.",
        ],
        _ => &[],
    }
}

pub(crate) fn french(persona: Persona) -> &'static [&'static str] {
    match persona {
        Persona::Yes => &[
            "Bonjour,\n\nmerci pour votre message. Cela nous intéresse, pouvez-vous m'en dire plus ? Nous pourrions nous appeler la semaine prochaine.",
        ],
        Persona::Ask => &["Bonjour,\n\nquel serait le prix pour une entreprise de notre taille ?"],
        Persona::No => &["Bonjour,\n\nmerci, mais nous ne sommes pas intéressés. Bonne continuation."],
        Persona::Later => &["Bonjour,\n\nce n'est pas le bon moment. Merci de me recontacter à partir du {date}."],
        Persona::Stop => &["Merci de me désinscrire.", "Désabonnement svp, ne me contactez plus."],
        Persona::WrongPerson => {
            &["Bonjour,\n\nje ne suis pas la bonne personne. Merci de contacter {colleague} : {mail}"]
        }
        Persona::OutOfOffice => &[
            "Bonjour,\n\nje suis absent du bureau et serai de retour le {date}. En cas d'urgence, merci de contacter {mail}.",
        ],
        Persona::Left => &["Bonjour,\n\nje ne travaille plus chez {company}. Merci d'écrire à {colleague}, {mail}."],
        _ => &[],
    }
}

pub(crate) fn hindi(persona: Persona) -> &'static [&'static str] {
    match persona {
        Persona::Yes => &[
            "नमस्ते,\n\nआपके संदेश के लिए धन्यवाद। हमें इसमें रुचि है, कृपया और जानकारी भेजें।",
            "Namaste,\n\nhaan, humein interest hai. Kripya details bhej dijiye.",
        ],
        Persona::Ask => &["नमस्ते,\n\nइसकी कीमत कितनी होगी?"],
        Persona::No => &["नमस्ते,\n\nधन्यवाद, लेकिन हमें इसमें रुचि नहीं है।"],
        Persona::Stop => &["कृपया मुझे ईमेल न भेजें।", "Kripya mujhe email mat bhejiye. Unsubscribe."],
        _ => &[],
    }
}
