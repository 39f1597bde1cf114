//! The pace that the server allows: a budget a minute for each route and verb, shared by everyone
//! who calls through one client. Who finds it used up waits in order until the window ends, so that
//! nobody spends attempts on finding out.
//!
//! The server counts in fixed windows, from the first request of each, and says on every answer what
//! is left and when the window ends, in whole seconds
//! (`backend/src/server/config/rateLimiter.ts`; `x-ratelimit-limit`, `-remaining`, `-reset`).

use crate::method::Method;
use crate::notice::{Notice, Notices};
use reqwest::header::HeaderMap;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::{Mutex as Turnstile, Notify};
use tokio::time::{Instant, sleep_until};
use tokio_util::sync::CancellationToken;
use tracing::info;

/// Requests at once on a route of which nothing is known yet, or whose window has just begun:
/// Terraform's own parallelism. More would only meet the limit together.
const UNKNOWN: u32 = 10;
/// Requests at once on a route whose budget is known, or that has none.
const WIDEST: u32 = 64;
/// Answers that differ by less in when their window ends speak of the same window: the server rounds
/// to seconds.
const SAME_WINDOW: Duration = Duration::from_millis(1500);
/// A call that waited longer than this in all is worth a notice.
const NOTABLE: Duration = Duration::from_secs(30);

/// What the server counts together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Route {
    pub(crate) method: Method,
    /// The path with `{}` for each id.
    pub(crate) path: &'static str,
}

/// The lanes of all routes.
#[derive(Default)]
pub(crate) struct Pace {
    lanes: Mutex<HashMap<Route, Arc<Lane>>>,
}

impl Pace {
    pub(crate) fn lane(&self, route: Route) -> Arc<Lane> {
        let mut lanes = self.lanes.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(lanes.entry(route).or_insert_with(|| Arc::new(Lane::new(route))))
    }
}

/// The queue before one route.
pub(crate) struct Lane {
    route: Route,
    /// Whoever holds it is next. Tokio's mutex is fair: first come, first served.
    turn: Turnstile<()>,
    window: Mutex<Window>,
    changed: Notify,
}

/// What is known of the current window.
#[derive(Debug, Default)]
struct Window {
    budget: Budget,
    /// Requests under way.
    out: u32,
    /// The end of a window for which somebody was told to wait already.
    announced: Option<Instant>,
    /// Whether the users know by now that this route makes them wait.
    noticed: bool,
}

#[derive(Debug, Default, Clone, Copy, PartialEq)]
enum Budget {
    /// No answer yet.
    #[default]
    Unknown,
    /// The server counts nothing here.
    Free,
    /// So many requests are left until then. Requests that are under way may be counted already.
    Counted { limit: Option<u32>, left: u32, ends: Instant },
}

/// Whether a request may leave.
#[derive(Debug, PartialEq)]
enum Admission {
    Now,
    /// Not before then, unless an answer says otherwise.
    At(Instant),
    /// Not before an answer arrives.
    Later,
}

impl Window {
    fn admission(&self, now: Instant) -> Admission {
        let room = |most: u32| if self.out < most { Admission::Now } else { Admission::Later };
        match self.budget {
            Budget::Unknown => room(UNKNOWN),
            Budget::Free => room(WIDEST),
            Budget::Counted { limit, ends, .. } if now >= ends => {
                room(limit.unwrap_or(UNKNOWN).min(UNKNOWN))
            }
            // Half of what is left: somebody else may be about to use the other half.
            Budget::Counted { left: left @ 1.., .. } => room(left.div_ceil(2).min(WIDEST)),
            Budget::Counted { left: 0, ends, .. } => Admission::At(ends),
        }
    }

    fn is_short(&self, now: Instant) -> bool {
        match self.budget {
            Budget::Counted { limit: Some(limit), left, ends } => now < ends && left <= limit / 2,
            _ => false,
        }
    }

    /// Takes an answer into account that said so at `now`.
    fn learn(&mut self, said: Said, now: Instant) {
        let Some(reset) = said.reset else {
            // A refusal before the count has no headers either, so only a success tells.
            if said.success && !matches!(self.budget, Budget::Counted { .. }) {
                self.budget = Budget::Free;
            }
            return;
        };
        let heard = now + reset;
        let left = said.left.unwrap_or(0);
        self.budget = match self.budget {
            Budget::Counted { limit, left: known, ends } if now < ends => {
                let limit = said.limit.or(limit);
                if heard > ends + SAME_WINDOW {
                    Budget::Counted { limit, left, ends: heard }
                } else if heard + SAME_WINDOW < ends {
                    // An answer of the window before, or of another server behind the same name:
                    // what leaves sooner is right.
                    Budget::Counted { limit, left: left.min(known), ends }
                } else {
                    // Each answer rounds up by another part of a second: the least is the truest.
                    Budget::Counted { limit, left: left.min(known), ends: ends.min(heard) }
                }
            }
            Budget::Counted { limit, .. } => {
                Budget::Counted { limit: said.limit.or(limit), left, ends: heard }
            }
            Budget::Unknown | Budget::Free => {
                Budget::Counted { limit: said.limit, left, ends: heard }
            }
        };
    }
}

/// What an answer says of its route's budget.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Said {
    pub(crate) limit: Option<u32>,
    pub(crate) left: Option<u32>,
    /// Until the window ends.
    pub(crate) reset: Option<Duration>,
    pub(crate) success: bool,
}

impl Said {
    pub(crate) fn of(status: u16, headers: &HeaderMap) -> Self {
        let number = |name: &str| headers.get(name)?.to_str().ok()?.trim().parse::<u64>().ok();
        let small = |name: &str| number(name).and_then(|number| u32::try_from(number).ok());
        // A larger number would be a date, which no Infisical sends.
        let reset = number("x-ratelimit-reset").filter(|seconds| *seconds <= 86_400);
        Self {
            limit: small("x-ratelimit-limit"),
            left: small("x-ratelimit-remaining"),
            reset: reset.map(Duration::from_secs),
            success: (200..300).contains(&status),
        }
    }
}

impl Lane {
    fn new(route: Route) -> Self {
        let (turn, window, changed) = (Turnstile::default(), Mutex::default(), Notify::new());
        Self { route, turn, window, changed }
    }

    fn window(&self) -> MutexGuard<'_, Window> {
        self.window.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits in the queue for leave to send one request; `queued` grows by the time that it took.
    /// `None` when it is cancelled before.
    pub(crate) async fn enter(
        &self,
        cancellation: &CancellationToken,
        queued: &mut Duration,
    ) -> Option<Permit<'_>> {
        let began = Instant::now();
        let entered = tokio::select! {
            biased;
            () = cancellation.cancelled() => None,
            () = self.admitted() => Some(Permit(self)),
        };
        *queued += began.elapsed();
        entered
    }

    async fn admitted(&self) {
        let _turn = self.turn.lock().await;
        loop {
            let mut changed = std::pin::pin!(self.changed.notified());
            changed.as_mut().enable();
            let admission = {
                let mut window = self.window();
                let admission = window.admission(Instant::now());
                match admission {
                    Admission::Now => {
                        window.out += 1;
                        return;
                    }
                    Admission::At(ends) => self.announce(&mut window, ends),
                    Admission::Later => {}
                }
                admission
            };
            match admission {
                Admission::At(ends) => tokio::select! {
                    () = sleep_until(ends) => {}
                    () = changed => {}
                },
                Admission::Now | Admission::Later => changed.await,
            }
        }
    }

    /// Says once a window who takes the time: the server's limit.
    fn announce(&self, window: &mut Window, ends: Instant) {
        if window.announced.is_some_and(|said| ends < said + SAME_WINDOW) {
            return;
        }
        window.announced = Some(ends);
        let Route { method, path } = self.route;
        let wait_s = ends.saturating_duration_since(Instant::now()).as_secs_f64().ceil();
        let limit = match window.budget {
            Budget::Counted { limit, .. } => limit,
            Budget::Unknown | Budget::Free => None,
        };
        info!(
            target: "infisical_client", %method, path, limit, wait_s,
            "waiting for the server's rate limit"
        );
    }

    /// Whether half of the window's budget is used: what leaves now had better carry all it can.
    pub(crate) fn is_short(&self) -> bool {
        self.window().is_short(Instant::now())
    }

    /// Takes an answer's word on the budget.
    pub(crate) fn learn(&self, said: Said) {
        self.window().learn(said, Instant::now());
        self.changed.notify_waiters();
    }

    /// Lets nobody leave for so long: the limit is reached, and the answer did not say until when.
    pub(crate) fn pause(&self, time: Duration) {
        let mut window = self.window();
        let ends = Instant::now() + time;
        let (limit, ends) = match window.budget {
            Budget::Counted { limit, left: 0, ends: known } => (limit, ends.max(known)),
            Budget::Counted { limit, .. } => (limit, ends),
            Budget::Unknown | Budget::Free => (None, ends),
        };
        window.budget = Budget::Counted { limit, left: 0, ends };
    }

    /// Remembers for the user that a call waited so long here: once a route.
    pub(crate) fn note(&self, waited: Duration, notices: &Notices) {
        let mut window = self.window();
        if waited < NOTABLE || std::mem::replace(&mut window.noticed, true) {
            return;
        }
        let Route { method, path } = self.route;
        let limit = match window.budget {
            Budget::Counted { limit, .. } => limit,
            Budget::Unknown | Budget::Free => None,
        };
        notices.push(Notice::RateLimited { method, path, limit, waited });
    }
}

/// Leave to send one request, until it is dropped.
pub(crate) struct Permit<'a>(&'a Lane);

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        self.0.window().out -= 1;
        self.0.changed.notify_waiters();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU32, Ordering};
    use tokio::task::JoinSet;
    use tokio::time::sleep;

    const ROUTE: Route = Route { method: Method::Get, path: "/x/{}" };
    const WINDOW: Duration = Duration::from_mins(1);

    /// A server that counts as Infisical's does, and takes a moment for each answer.
    struct Server {
        limit: u32,
        window: Mutex<(Option<Instant>, u32)>,
        refusals: AtomicU32,
    }

    impl Server {
        fn with(limit: u32) -> Arc<Self> {
            let (window, refusals) = Default::default();
            Arc::new(Self { limit, window, refusals })
        }

        async fn answer(&self) -> Said {
            sleep(Duration::from_millis(3)).await;
            let said = {
                let mut window = self.window.lock().unwrap();
                let now = Instant::now();
                if window.0.is_none_or(|ends| now >= ends) {
                    *window = (Some(now + WINDOW), 0);
                }
                window.1 += 1;
                let left = window.0.unwrap().duration_since(now).as_secs_f64().ceil();
                Said {
                    limit: Some(self.limit),
                    left: Some(self.limit.saturating_sub(window.1)),
                    reset: Some(Duration::from_secs_f64(left)),
                    success: window.1 <= self.limit,
                }
            };
            self.refusals.fetch_add(u32::from(!said.success), Ordering::Relaxed);
            sleep(Duration::from_millis(4)).await;
            said
        }
    }

    async fn call(pace: Arc<Pace>, server: Arc<Server>) -> Duration {
        let (lane, cancellation) = (pace.lane(ROUTE), CancellationToken::new());
        let mut queued = Duration::ZERO;
        loop {
            let permit = lane.enter(&cancellation, &mut queued).await.unwrap();
            let said = server.answer().await;
            lane.learn(said);
            drop(permit);
            if said.success {
                return queued;
            }
        }
    }

    async fn calls(paces: &[Arc<Pace>], server: &Arc<Server>, each: usize) -> Duration {
        let began = Instant::now();
        let mut all = JoinSet::new();
        for pace in paces {
            for _ in 0..each {
                all.spawn(call(Arc::clone(pace), Arc::clone(server)));
            }
        }
        all.join_all().await;
        began.elapsed()
    }

    #[test]
    fn half_of_a_budget_is_short_until_its_window_ends() {
        let now = Instant::now();
        let counted = |limit, left| Window {
            budget: Budget::Counted { limit, left, ends: now + WINDOW },
            ..Window::default()
        };
        assert!(!counted(Some(40), 21).is_short(now));
        assert!(counted(Some(40), 20).is_short(now));
        assert!(!counted(Some(40), 0).is_short(now + WINDOW));
        assert!(!counted(None, 1).is_short(now), "of what is not said");
        assert!(!Window::default().is_short(now));
    }

    #[tokio::test(start_paused = true)]
    async fn two_hundred_calls_take_what_the_server_takes_and_none_is_refused() {
        let server = Server::with(60);
        let took = calls(&[Arc::default()], &server, 200).await;
        // Sixty at once, and then sixty at each of three window's ends.
        assert!(took >= 3 * WINDOW, "{took:?}");
        assert!(took < 3 * WINDOW + Duration::from_secs(1), "{took:?}");
        assert_eq!(server.refusals.load(Ordering::Relaxed), 0);
    }

    #[tokio::test(start_paused = true)]
    async fn two_who_share_a_limit_lose_little() {
        let server = Server::with(60);
        let took = calls(&[Arc::default(), Arc::default()], &server, 100).await;
        assert!(took < 3 * WINDOW + Duration::from_secs(3), "{took:?}");
        let refusals = server.refusals.load(Ordering::Relaxed);
        assert!(refusals <= 4 * UNKNOWN, "{refusals}");
    }

    #[tokio::test(start_paused = true)]
    async fn who_comes_first_leaves_first() {
        let (pace, server) = (Arc::<Pace>::default(), Server::with(1));
        let order = Arc::new(Mutex::new(Vec::new()));
        let mut all = JoinSet::new();
        for number in 0..5 {
            let (pace, server, order) = (pace.clone(), server.clone(), order.clone());
            all.spawn(async move {
                call(pace, server).await;
                order.lock().unwrap().push(number);
            });
            tokio::task::yield_now().await;
        }
        all.join_all().await;
        assert_eq!(*order.lock().unwrap(), [0, 1, 2, 3, 4]);
    }

    #[tokio::test(start_paused = true)]
    async fn a_cancelled_wait_ends_and_leaves_its_place() {
        let (pace, server) = (Arc::<Pace>::default(), Server::with(1));
        call(Arc::clone(&pace), Arc::clone(&server)).await;
        let cancellation = CancellationToken::new();
        let waits = tokio::spawn({
            let (pace, cancellation) = (Arc::clone(&pace), cancellation.clone());
            async move {
                let mut queued = Duration::ZERO;
                pace.lane(ROUTE).enter(&cancellation, &mut queued).await.is_some()
            }
        });
        tokio::task::yield_now().await;
        cancellation.cancel();
        assert!(!waits.await.unwrap());
        let queued = call(pace, server).await;
        assert!(queued + Duration::from_secs(1) > WINDOW, "{queued:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn only_a_notable_wait_is_told_and_once_a_route() {
        let (lane, notices) = (Pace::default().lane(ROUTE), Notices::default());
        lane.note(NOTABLE / 2, &notices);
        assert_eq!(notices.take(), []);
        for _ in 0..2 {
            lane.note(NOTABLE, &notices);
        }
        let limited = Notice::RateLimited {
            method: Method::Get,
            path: "/x/{}",
            limit: None,
            waited: NOTABLE,
        };
        assert_eq!(notices.take(), [limited]);
    }

    #[test]
    fn a_budget_is_what_the_answers_agree_on() {
        let start = Instant::now();
        let at = |ms| start + Duration::from_millis(ms);
        let said = |left, seconds| Said {
            limit: Some(60),
            left: Some(left),
            reset: Some(Duration::from_secs(seconds)),
            success: true,
        };
        let counted = |left, ends| Budget::Counted { limit: Some(60), left, ends: at(ends) };
        let mut window = Window::default();
        for (now, answer, budget) in [
            (0, said(59, 60), counted(59, 60_000)),
            // Answers overtake each other: the least is true.
            (10, said(57, 60), counted(57, 60_000)),
            (20, said(58, 60), counted(57, 60_000)),
            // Rounded up at another part of the second.
            (1_100, said(56, 58), counted(56, 59_100)),
            // A refusal before the count says nothing.
            (1_200, Said::default(), counted(56, 59_100)),
            (59_200, said(59, 60), counted(59, 119_200)),
            // Another began a window earlier than we thought.
            (100_000, said(40, 60), counted(40, 160_000)),
        ] {
            window.learn(answer, at(now));
            assert_eq!(window.budget, budget, "{now}");
        }
        let mut window = Window::default();
        window.learn(Said::default(), start);
        assert_eq!(window.budget, Budget::Unknown);
        window.learn(Said { success: true, ..Said::default() }, start);
        assert_eq!(window.budget, Budget::Free);
    }

    #[test]
    fn budgets_are_read_from_headers() {
        let headers = |reset: &'static str| -> HeaderMap {
            [
                ("x-ratelimit-limit", "60"),
                ("x-ratelimit-remaining", "7"),
                ("x-ratelimit-reset", reset),
            ]
            .into_iter()
            .map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()))
            .collect()
        };
        let said = Said::of(200, &headers("42"));
        let reset = Some(Duration::from_secs(42));
        assert_eq!(said, Said { limit: Some(60), left: Some(7), reset, success: true });
        assert_eq!(Said::of(200, &headers("1790000000")).reset, None);
        assert_eq!(Said::of(429, &HeaderMap::new()), Said::default());
    }
}
