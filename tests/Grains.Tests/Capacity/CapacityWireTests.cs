using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Granary.Admission;
using Granary.Admission.Buckets;
using Granary.Admission.Estimators;
using Granary.Admission.Gates;
using Granary.Admission.Ledgers;
using Granary.Admission.Protocol;
using Granary.Grains.Capacity;

namespace Granary.Grains.Tests.Capacity;

public sealed class CapacityWireTests
{
    private static readonly JsonSerializerOptions Numbers = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    [Fact]
    public void Report_survives_the_wire()
    {
        var report = new AgentReport("a", 2, 3, 4, 5, true, [
            new AgentDomainReport
            {
                Domain = Domain.Image,
                EffectiveCap = 6,
                Share = 7,
                Held = 8,
                InFlight = 9,
                Idle = 10,
                Demand = [new TenantDemand(Band.Standard, "t", 11, 12, 13)],
                Totals = new OutcomeTotals
                {
                    Admitted = 14, Successes = 15, SuccessesInBlock = 16, ServerFailures = 17, RequestFailures = 18, RateLimited = 19, Neutral = 20,
                    Emptied = 21, InputTokens = 22, OutputTokens = 23,
                },
                BlockFor = 24.5,
                Evidence = [new EvidenceBatch(
                    25,
                    [new AcceptedSample(26, 27, 28, 29, true, 30, true)],
                    [new RejectedSample(AnswerCause.Unclear, 31, 32, 33, 34, 35.5, 36.5, BucketKind.InputTokens, 37)],
                    [new CompletedSample(38, 39, 40, true, true, 41.5, 42.5, 43, 44)])],
                Estimator = "seek",
            },
        ]);
        Assert.Equal(Text(report), Text(CapacityWire.FromWire(CapacityWire.ToWire(report))));
    }

    [Fact]
    public void Grant_survives_the_wire()
    {
        var grant = new LedgerGrant(1, 2, 3.5, GrantReason.Learning, [
            new LedgerDomainGrant
            {
                Domain = Domain.Embedding, Share = 4, Limit = 5, Generation = 6, Ceiling = 7, BlockedFor = 8.5, ExpiresIn = 9.5, Contended = true,
                ReportAfter = 10, Elsewhere = 11, BlockOnRefusal = 12.5,
            },
        ]);
        Assert.Equal(Text(grant), Text(CapacityWire.FromWire(CapacityWire.ToWire(grant))));
    }

    [Fact]
    public void Notice_survives_the_wire()
    {
        var notice = new LedgerNotice(1, Domain.Chat, LedgerNoticeKind.GiveBack, 2, 3, 4, 5.5);
        var wire = CapacityWire.ToWire(new EndpointKey("p", "m"), notice);
        Assert.Equal(("p", "m"), (wire.Provider, wire.Model));
        Assert.Equal(Text(notice), Text(CapacityWire.FromWire(wire)));
    }

    [Fact]
    public void State_of_a_ledger_survives_storage()
    {
        var state = new LedgerState
        {
            Epoch = 3,
            GrantsValidFor = 30,
            HandedOver = true,
            Holders = [new LedgerHolder(
                "a", ulong.MaxValue, 5, ImmutableSortedDictionary<Domain, int>.Empty.Add(Domain.Chat, 4),
                ImmutableSortedDictionary<Domain, int>.Empty.Add(Domain.Chat, 2))],
            Estimators = ImmutableSortedDictionary<Domain, EstimatorState>.Empty.Add(
                Domain.Image, new EstimatorState { Name = "aimd", Version = 1, Limit = 8, Ceiling = 16, Generation = 2, BlockedFor = 1.5, Memory = [1, 2.5] }),
        };
        var read = LedgerStateJson.Read(LedgerStateJson.Write(state));
        Assert.Equal(Text(state), Text(read));
        var plain = LedgerStateJson.Read(LedgerStateJson.Write(new LedgerState { Epoch = 1 }));
        Assert.Empty(plain.Holders);
        Assert.Empty(plain.Estimators);
    }

    [Fact]
    public void State_of_a_ledger_survives_storage_where_every_value_is_the_default_or_has_no_end()
    {
        var state = new LedgerState
        {
            Epoch = 0,
            Holders = [new LedgerHolder("", 0, 0, ImmutableSortedDictionary<Domain, int>.Empty, ImmutableSortedDictionary<Domain, int>.Empty)],
            Estimators = ImmutableSortedDictionary<Domain, EstimatorState>.Empty.Add(
                Domain.Chat, new EstimatorState { Name = "", Version = 0, Limit = 0, BlockedFor = double.PositiveInfinity, Memory = [double.PositiveInfinity] }),
            Gates = ImmutableSortedDictionary<Domain, GateMemory>.Empty.Add(Domain.Chat, new GateMemory { State = default, For = double.PositiveInfinity }),
            Credits = ImmutableSortedDictionary<Domain, CreditMemory>.Empty.Add(Domain.Chat, new CreditMemory(0, 0)),
        };
        Assert.Equal(Text(state), Text(LedgerStateJson.Read(LedgerStateJson.Write(state))));
    }

    [Fact]
    public void Every_member_of_every_enum_has_its_own_name()
    {
        Assert.Equal(["chat", "embedding", "image", "healthcheck"], Enum.GetValues<Domain>().Select(CapacityNames.Of));
        Assert.Equal(Enum.GetValues<Domain>(), Enum.GetValues<Domain>().Select(static d => CapacityNames.DomainOf(CapacityNames.Of(d))!.Value));
        Assert.Equal(["interactive", "standard", "bulk"], Enum.GetValues<Band>().Select(CapacityNames.Of));
        Assert.Equal(["rate_limit", "failures", "slow", "cap", "success", "gate", "bucket", "idle"], Enum.GetValues<LimitCause>().Select(CapacityNames.Of));
        Assert.Equal(["open", "outage", "probing", "closed"], Enum.GetValues<GateState>().Select(CapacityNames.Of));
        Assert.Null(CapacityNames.DomainOf("Chat"));
    }

    [Theory]
    [InlineData("p", "m")]
    [InlineData("main#a", "org/model:free")]
    public void Ledger_key_is_read_back(string provider, string model) =>
        Assert.Equal(new EndpointKey(provider, model), CapacityNames.Endpoint(CapacityNames.LedgerKey(new EndpointKey(provider, model))));

    private static string Text<T>(T value) => JsonSerializer.Serialize(value, Numbers);
}
