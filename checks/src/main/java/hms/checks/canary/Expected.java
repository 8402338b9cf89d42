package hms.checks.canary;

/// How often something happens by chance, given how often it happened elsewhere. How small the
/// sample was that it rests on widens the range.
///
/// A canary is looked at a thousand times and more while it bakes, and one look at which it is
/// beyond the range is enough to stop it. So the range is left upwards at one look of thirty
/// thousand only: then about one well canary of a thousand is stopped by chance over a whole bake.
/// (With one look of a thousand it was one of fifty.)
final class Expected {
    /// Beyond it on one side, in standard deviations: one in thirty thousand.
    private static final double SIDE = 4.0;

    private static final double TAIL = 3.167e-5;
    private static final double EXACT_UP_TO_MEAN = 300;
    private static final long EXACT_UP_TO_TRIALS = 1_000_000;

    private Expected() {}

    /// How many of `trials` show something of which `hits` of `of` were seen to show it
    /// (beta-binomial, from Jeffreys' prior).
    static Range share(long hits, long of, long trials) {
        if (trials <= 0) {
            return Range.NOTHING;
        }
        double a = hits + 0.5;
        double b = Math.max(0, of - hits) + 0.5;
        if (a > b) {
            var others = share(Math.max(0, of - hits), of, trials);
            return new Range(trials - others.most(), trials - others.least());
        }
        double share = a / (a + b);
        double mean = trials * share;
        if (mean > EXACT_UP_TO_MEAN || trials > EXACT_UP_TO_TRIALS) {
            double spread = Math.sqrt(mean * (1 - share) * ((a + b + trials) / (a + b + 1)));
            return around(mean, spread, trials);
        }
        double first =
                Math.exp(
                        logGamma(b + trials)
                                - logGamma(b)
                                + logGamma(a + b)
                                - logGamma(a + b + trials));
        return walk(first, trials, n -> (trials - n) * (a + n) / ((n + 1) * (b + trials - n - 1)));
    }

    /// How many events fall into an exposure, if `events` fell into another (gamma-Poisson, from
    /// Jeffreys' prior).
    ///
    /// @param seen the exposure in which the events were, in the same unit; 0 if there was none, so
    ///     that none are to be expected
    static Range rate(long events, double seen, double exposure) {
        if (seen <= 0 || exposure <= 0) {
            return Range.NOTHING;
        }
        double shape = events + 0.5;
        double odds = exposure / seen;
        double mean = shape * odds;
        double stay = 1 / (1 + odds);
        if (mean > EXACT_UP_TO_MEAN || shape * Math.log(stay) < -600) {
            return around(mean, Math.sqrt(mean * (1 + odds)), Long.MAX_VALUE);
        }
        return walk(
                Math.exp(shape * Math.log(stay)),
                EXACT_UP_TO_TRIALS,
                n -> (shape + n) / (n + 1) * (1 - stay));
    }

    private static Range around(double mean, double spread, long limit) {
        long most = (long) Math.ceil(mean + SIDE * spread);
        return new Range(
                Math.max(0, (long) Math.floor(mean - SIDE * spread)), Math.min(limit, most));
    }

    private interface Ratio {
        double after(long n);
    }

    /// Adds up probabilities from that of zero on.
    private static Range walk(double first, long limit, Ratio ratio) {
        double probability = first;
        double sum = first;
        long n = 0;
        long least = 0;
        while (sum < 1 - TAIL && n < limit) {
            if (sum <= TAIL) {
                least = n + 1;
            }
            probability *= ratio.after(n);
            n++;
            sum += probability;
        }
        return new Range(Math.min(least, n), n);
    }

    /// The logarithm of the gamma function (Stirling's series, with the argument raised to where it
    /// is exact to ten digits).
    private static double logGamma(double x) {
        double shift = 0;
        double y = x;
        while (y < 10) {
            shift -= Math.log(y);
            y += 1;
        }
        double inverse = 1 / y;
        double square = inverse * inverse;
        return shift
                + (y - 0.5) * Math.log(y)
                - y
                + 0.5 * Math.log(2 * Math.PI)
                + inverse * (1.0 / 12 - square * (1.0 / 360 - square / 1260));
    }
}
