//! Looks hosts up by name, as the operating system does it.

use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(5);

/// Looks each host up. Errors with the first that is not found within five seconds.
pub async fn find_hosts(hosts: &[String]) -> Result<(), String> {
    for host in hosts {
        let answer = tokio::time::timeout(PATIENCE, tokio::net::lookup_host((host.as_str(), 443))).await;
        if answer.ok().and_then(Result::ok).and_then(|mut addresses| addresses.next()).is_none() {
            return Err(host.clone());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn this_machine_is_found_and_a_name_that_cannot_be_is_not() {
        let (here, nowhere) = ("127.0.0.1".to_owned(), "nowhere.invalid".to_owned());
        assert_eq!(find_hosts(std::slice::from_ref(&here)).await, Ok(()));
        assert_eq!(find_hosts(&[here, nowhere.clone()]).await, Err(nowhere));
    }
}
