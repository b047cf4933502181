using System.Collections.Immutable;
using Granary.Admission.Buckets;

namespace Granary.Admission.Signals;

/// <summary>
/// The IETF fields: <c>RateLimit: "n";r=50;t=30</c> with <c>RateLimit-Policy: "n";q=100;w=60</c>, the drafts before it
/// (<c>limit=100, remaining=50, reset=5</c>), and the single <c>RateLimit-Limit</c>, <c>-Remaining</c>, <c>-Reset</c>, also with <c>X-</c>. Several
/// policies are one bucket each; they count requests unless they say otherwise. A reset is seconds; above 10⁹ it is an instant of the epoch.
/// </summary>
internal sealed class PolicyFieldReader(DateTimeOffset now)
{
    private const double FirstInstant = 1e9;
    private const double FirstInstantInMilliseconds = 1e12;
    private readonly Dictionary<string, RateReading> _named = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];

    public int Ignored { get; private set; }

    /// <summary>These may be sent in several lines, which together are one list.</summary>
    public static bool IsList(string name) =>
        name.Equals("ratelimit", StringComparison.OrdinalIgnoreCase) || name.Equals("ratelimit-policy", StringComparison.OrdinalIgnoreCase);

    public bool Takes(string name) => IsList(name) || Single(name) is not null;

    public void Read(string name, string value)
    {
        if (Single(name) is { } what)
        {
            ReadSingle(what, value);
            return;
        }

        foreach (var item in ListItem.Split(value))
        {
            var read = name.Equals("ratelimit", StringComparison.OrdinalIgnoreCase) ? ReadState(item) : ReadPolicy(item);
            Ignored += read ? 0 : 1;
        }
    }

    public void AddTo(ImmutableArray<RateReading>.Builder readings)
    {
        foreach (var policy in _order)
        {
            readings.Add(_named[policy]);
        }
    }

    private static string? Single(string name)
    {
        var rest = name.StartsWith("x-", StringComparison.OrdinalIgnoreCase) ? name[2..] : name;
        return rest.Equals("ratelimit-limit", StringComparison.OrdinalIgnoreCase) ? "limit"
            : rest.Equals("ratelimit-remaining", StringComparison.OrdinalIgnoreCase) ? "remaining"
            : rest.Equals("ratelimit-reset", StringComparison.OrdinalIgnoreCase) ? "reset"
            : null;
    }

    private void ReadSingle(string what, string value)
    {
        if (what == "reset")
        {
            if (Reset(value) is not { } reset)
            {
                Ignored++;
                return;
            }

            Change("", r => r with { Reset = reset });
            return;
        }

        // "100, 100;w=60": the first is the number in force, the others say the windows of the policies.
        var items = what == "limit" ? ListItem.Split(value) : [new ListItem(value, [])];
        if (items.Count == 0 || RateFieldReader.Whole(items[0].Name) is not { } count)
        {
            Ignored++;
            return;
        }

        var window = items.Skip(1).Where(i => RateFieldReader.Whole(i.Name) == count).Select(i => Window(i)).FirstOrDefault(static w => w is not null);
        Change("", r => what == "limit" ? r with { Limit = count, Window = window ?? r.Window } : r with { Remaining = count });
    }

    private bool ReadState(ListItem item)
    {
        // An older draft: limit=100, remaining=50, reset=5 as members of a dictionary.
        var equals = item.Name.IndexOf('=', StringComparison.Ordinal);
        if (equals > 0)
        {
            var (key, text) = (item.Name[..equals], item.Name[(equals + 1)..]);
            if (key is not ("limit" or "remaining" or "reset"))
            {
                return false;
            }

            var before = Ignored;
            ReadSingle(key, text);
            var read = Ignored == before;
            Ignored = before;
            return read;
        }

        var remaining = RateFieldReader.Whole(item["r"]);
        var reset = item["t"] is { Length: > 0 } t ? Reset(t) : null;
        if (remaining is null && reset is null)
        {
            return false;
        }

        Change(item.Name, r => r with { Remaining = remaining ?? r.Remaining, Reset = reset ?? r.Reset });
        return true;
    }

    private bool ReadPolicy(ListItem item)
    {
        // "n";q=100;w=60, before that 100;w=60.
        var bare = item["q"] is { Length: 0 } ? RateFieldReader.Whole(item.Name) : null;
        if ((bare ?? RateFieldReader.Whole(item["q"])) is not { } quota)
        {
            return false;
        }

        if (UnitOf(item) is not { } unit)
        {
            return true;
        }

        Change(bare is null ? item.Name : "", r => r with { Unit = unit, Limit = quota, Window = Window(item) ?? r.Window });
        return true;
    }

    // A unit that is not counted here (bytes of content) makes no bucket.
    private static BucketKind? UnitOf(ListItem item) => item["qu"] switch
    {
        { Length: 0 } => RateFieldReader.UnitOf(item.Name) ?? BucketKind.Requests,
        { } unit => RateFieldReader.UnitOf(unit),
    };

    private void Change(string policy, Func<RateReading, RateReading> change)
    {
        if (!_named.TryGetValue(policy, out var reading))
        {
            reading = new RateReading(RateFieldReader.UnitOf(policy) ?? BucketKind.Requests, policy.Length == 0 ? null : policy, null, null, null, null);
            _order.Add(policy);
        }

        _named[policy] = change(reading);
    }

    private TimeSpan? Reset(string text) => DurationText.Number(text) switch
    {
        null => RateFieldReader.Span(DurationText.Seconds(text)),
        >= FirstInstantInMilliseconds and < 1e15 and { } instant => Until(instant / 1_000),
        > FirstInstant and < FirstInstantInMilliseconds and { } instant => Until(instant),
        <= FirstInstant and { } seconds => TimeSpan.FromSeconds(seconds),
        _ => null,
    };

    private TimeSpan Until(double epochSeconds) =>
        DateTimeOffset.UnixEpoch.AddSeconds(epochSeconds) is var instant && instant > now ? instant - now : TimeSpan.Zero;

    private static TimeSpan? Window(ListItem item) => RateFieldReader.Span(DurationText.Number(item["w"]));
}
