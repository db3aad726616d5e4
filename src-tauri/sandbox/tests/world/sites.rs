//! Web sites: found by their host, and by their path for those who cannot send a name here.

use std::sync::Arc;

use sandbox::{Options, Sandbox, SitePage};

#[tokio::test]
async fn a_site_is_found_by_its_host_and_by_its_path() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let sandbox = Sandbox::start(Options::new(1, Arc::new(|| 7))).await.unwrap();
    let place: std::net::SocketAddr = sandbox.url().strip_prefix("http://").unwrap().parse().unwrap();
    let client = reqwest::Client::builder().resolve("harbourblog.example", place).no_proxy().build().unwrap();
    let port = place.port();
    sandbox.put_page("harbourblog.example", "/post", SitePage::html("<p>Hello").with_header("x-robots-tag", "noindex"));
    sandbox.put_page("harbourblog.example", "/", SitePage::redirect(302, "/post"));

    let get = async |address: String| {
        let answer = client.get(address).header("user-agent", "me").send().await.unwrap();
        (answer.status().as_u16(), answer.headers().contains_key("x-robots-tag"), answer.text().await.unwrap())
    };
    let there = (200, true, "<p>Hello".to_owned());
    assert_eq!(get(format!("http://harbourblog.example:{port}/")).await, there, "a redirect is followed");
    assert_eq!(get(format!("{}/site/harbourblog.example/post?x=1", sandbox.url())).await, there);
    assert_eq!(get(format!("http://harbourblog.example:{port}/robots.txt")).await.0, 404);
    assert_eq!(
        get(format!("http://harbourblog.example:{port}/api/accounts")).await.0,
        404,
        "the world's own paths are not the site's"
    );
    sandbox.remove_page("harbourblog.example", "/post");
    assert_eq!(get(format!("http://harbourblog.example:{port}/post")).await.0, 404);

    let visits = sandbox.visits();
    assert_eq!((visits[0].path.as_str(), visits[0].status, visits[0].at), ("/", 302, 7));
    assert!(visits.iter().all(|visit| visit.host == "harbourblog.example" && visit.user_agent == "me"));
    assert!(sandbox.calls().is_empty(), "sites are no calls of the world");
}
