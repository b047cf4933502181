using System.Collections.Immutable;
using System.Globalization;
using Granary.Admission.Buckets;

namespace Granary.Admission.Signals;

/// <summary>
/// Reads the rate fields of every family in one pass. <c>x-ratelimit-{limit,remaining,reset}-{unit}</c>, <c>anthropic-ratelimit-{unit}-{…}</c>, and
/// the IETF fields by <see cref="PolicyFieldReader"/>. Missing fields are normal; what is unreadable, doubled or negative is ignored and counted.
/// </summary>
internal ref struct RateFieldReader(ReadOnlySpan<AnswerField> fields, DateTimeOffset now)
{
    private const string OpenAi = "x-ratelimit-";
    private const string Anthropic = "anthropic-ratelimit-";
    private readonly FieldSet _fields = new(fields);
    private readonly DateTimeOffset _ownClock = now;
    private readonly RateReading?[] _byUnit = new RateReading?[5];
    private DateTimeOffset _now;
    private ImmutableArray<string>.Builder? _unused;
    private int _ignored;

    public RateFields Read()
    {
        var date = InstantText.Http(_fields.First("date"));
        _now = date ?? _ownClock;
        var policies = new PolicyFieldReader(_now);
        foreach (var field in _fields.All)
        {
            var name = field.Name;
            if (policies.Takes(name))
            {
                if (!PolicyFieldReader.IsList(name) && _fields.Count(name) > 1)
                {
                    _ignored++;
                }
                else
                {
                    policies.Read(name, field.Value.Trim());
                }
            }
            else if (name.StartsWith(OpenAi, StringComparison.OrdinalIgnoreCase))
            {
                var rest = name[OpenAi.Length..].ToLowerInvariant();
                var dash = rest.IndexOf('-', StringComparison.Ordinal);
                Take(field, dash < 0 ? "" : rest[(dash + 1)..], dash < 0 ? rest : rest[..dash], instants: false);
            }
            else if (name.StartsWith(Anthropic, StringComparison.OrdinalIgnoreCase))
            {
                var rest = name[Anthropic.Length..].ToLowerInvariant();
                var dash = rest.LastIndexOf('-');
                Take(field, dash < 0 ? "" : rest[..dash], dash < 0 ? rest : rest[(dash + 1)..], instants: true);
            }
        }

        var readings = ImmutableArray.CreateBuilder<RateReading>();
        foreach (var reading in _byUnit)
        {
            if (reading is { } known)
            {
                readings.Add(known);
            }
        }

        policies.AddTo(readings);
        return new RateFields(readings.ToImmutable(), _unused?.ToImmutable() ?? [], _ignored + policies.Ignored, date);
    }

    private void Take(in AnswerField field, string unitName, string what, bool instants)
    {
        if (UnitOf(unitName) is not { } unit || what is not ("limit" or "remaining" or "reset"))
        {
            (_unused ??= ImmutableArray.CreateBuilder<string>()).Add(field.Name.ToLowerInvariant());
            return;
        }

        var value = field.Value.Trim();
        var count = what == "reset" ? null : Whole(value);
        var reset = what != "reset" ? null : instants ? Until(value) : Span(DurationText.Seconds(value));
        if (_fields.Count(field.Name) > 1 || (count is null && reset is null))
        {
            _ignored++;
            return;
        }

        ref var slot = ref _byUnit[(int)unit];
        var reading = slot ?? new RateReading(unit, null, null, null, null, null);
        slot = what switch
        {
            "limit" => reading with { Limit = count },
            "remaining" => reading with { Remaining = count },
            _ => reading with { Reset = reset },
        };
    }

    private readonly TimeSpan? Until(string value) =>
        InstantText.Rfc3339(value) is not { } instant ? null : instant > _now ? instant - _now : TimeSpan.Zero;

    /// <summary>The unit of a name; null for those that are listed and not used.</summary>
    internal static BucketKind? UnitOf(string name) => name switch
    {
        "requests" => BucketKind.Requests,
        "tokens" => BucketKind.Tokens,
        "input-tokens" => BucketKind.InputTokens,
        "output-tokens" => BucketKind.OutputTokens,
        _ => null,
    };

    internal static long? Whole(ReadOnlySpan<char> text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;

    internal static TimeSpan? Span(double? seconds) => seconds is { } s ? TimeSpan.FromSeconds(s) : null;
}
