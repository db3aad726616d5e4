//! A loopback world that speaks Zoho Mail and OpenAI, with people in it.
