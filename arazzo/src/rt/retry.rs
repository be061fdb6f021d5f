//! Waiting and trying again.

#[cfg(not(feature = "durable"))]
use super::response::Sending;
use super::response::{Answer, Exchange};
use super::run::Run;
use crate::{Error, ErrorKind, Event};
use std::sync::PoisonError;
use std::time::{Duration, SystemTime};

/// How often a `retry` action was used, since its step was entered.
#[derive(Debug)]
pub struct Retry {
    action: &'static str,
    limit: u32,
    after: Duration,
    used: u32,
}

impl Retry {
    /// The action `action`: at most `limit` retries, `after` the response unless it says when.
    pub const fn new(action: &'static str, limit: u32, after: Duration) -> Self {
        Self { action, limit, after, used: 0 }
    }
}

#[cfg(not(feature = "durable"))]
impl Run {
    /// Waits before a retry.
    async fn wait(&self, delay: Duration, _: Sending) -> Result<(), Error> {
        self.client().settings.world.sleep(delay).await;
        Ok(())
    }
}

impl Run {
    /// Waits and says `true`: the step is to be tried again. Says `false` when all retries were used.
    ///
    /// A `Retry-After` of the response overrules the action's own delay.
    pub async fn retry(&mut self, retry: &mut Retry, answer: &impl Answer) -> Result<bool, Error> {
        if retry.used >= retry.limit {
            return Ok(false);
        }
        let delay = self.delay(retry, answer)?;
        retry.used += 1;
        if !delay.is_zero() {
            self.wait(delay, answer.exchange().0.sending).await?;
        }
        Ok(true)
    }

    /// How long to wait, within the limits. Counts it as waited.
    fn delay(&mut self, retry: &Retry, answer: &impl Answer) -> Result<Duration, Error> {
        let exchange = answer.exchange().0;
        let limits = self.client().settings.limits;
        let asked = retry_after(exchange, self.client().now());
        if asked.is_some_and(|asked| asked > limits.retry_after) {
            let longest = limits.retry_after;
            let message =
                format!("the API asks to wait longer than the client's limit of {longest:?} for `Retry-After`");
            return Err(self.error_of(ErrorKind::Limit, answer, message));
        }
        let delay = asked.unwrap_or(retry.after);
        self.in_time_after(exchange.sending, delay, self.client().settled())?;
        if !self.may_wait(delay, limits.time_off) {
            let message = format!("waiting {delay:?} more would exceed the client's limit of {:?}", limits.time_off);
            return Err(self.error_of(ErrorKind::Limit, answer, message));
        }
        self.will_retry(exchange.sending);
        self.client().settings.observe(Event::Retrying {
            workflow: self.workflow,
            step: exchange.sending.step,
            action: retry.action,
            attempt: exchange.sending.attempt.saturating_add(1),
            delay,
        });
        Ok(delay)
    }

    /// Adds to the time waited unless that would exceed the limit.
    fn may_wait(&self, delay: Duration, limit: Duration) -> bool {
        let mut waited = self.caller.shared.waited.lock().unwrap_or_else(PoisonError::into_inner);
        let total = waited.saturating_add(delay);
        if total <= limit {
            *waited = total;
        }
        total <= limit
    }
}

/// The delay that a response asks for (RFC 9110, section 10.2.3): seconds or any of the three forms of a date. A date
/// in the past is no delay; what cannot be read does not count.
fn retry_after(exchange: &Exchange, now: SystemTime) -> Option<Duration> {
    let value = exchange.outcome.as_ref().ok()?.headers.get("retry-after")?.to_str().ok()?.trim();
    if !value.is_empty() && value.bytes().all(|c| c.is_ascii_digit()) {
        // More seconds than a u64 holds are more than any limit.
        return Some(Duration::from_secs(value.parse().unwrap_or(u64::MAX)));
    }
    let date = httpdate::parse_http_date(value).ok()?;
    Some(date.duration_since(now).unwrap_or_default())
}
