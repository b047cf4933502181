using Granary.Admission.Buckets;
using Granary.Admission.Events;
using Granary.Admission.Protocol;

namespace Granary.Admission.Tests.Events;

public sealed class NameTests
{
    [Fact]
    public void Every_kind_has_a_name_that_leads_back_and_a_bit_of_its_own()
    {
        var kinds = Enum.GetValues<RequestEventKind>();
        Assert.Equal(RequestEventNames.Count, kinds.Length);
        Assert.Equal(26, kinds.Select(RequestEventNames.Of).Distinct().Count());
        Assert.All(kinds, kind => Assert.Equal(kind, RequestEventNames.Parse(RequestEventNames.Of(kind))));
        Assert.All(kinds, kind => Assert.True(RequestEventKinds.All.Has(kind)));
        Assert.All(kinds, kind => Assert.Equal([kind], kinds.Where(RequestEventKinds.Of(kind).Has)));
        Assert.All(kinds, kind => Assert.False(RequestEventKinds.None.Has(kind)));
        Assert.Null(RequestEventNames.Parse("request_nothing"));
        Assert.Equal("request_lease_acquired", RequestEventNames.Of(RequestEventKind.LeaseAcquired));
        Assert.Equal("model_request_started", RequestEventNames.Of(RequestEventKind.ModelRequestStarted));
        Assert.Equal("request_mode_changed", RequestEventNames.Of(RequestEventKind.ModeChanged));
        Assert.Equal("request_gate_changed", RequestEventNames.Of(RequestEventKind.GateChanged));
    }

    [Fact]
    public void Sets_of_kinds_join()
    {
        var set = RequestEventKinds.Of(RequestEventKind.LeaseAcquired) | RequestEventKinds.Of(RequestEventKind.RateLimited, RequestEventKind.ModeChanged);
        Assert.Equal(
            [RequestEventKind.LeaseAcquired, RequestEventKind.RateLimited, RequestEventKind.ModeChanged],
            Enum.GetValues<RequestEventKind>().Where(set.Has));
    }

    [Fact]
    public void Closed_sets_have_their_names()
    {
        Assert.Equal(
            ["hard_policy_denial", "shutdown", "outage", "cooldown", "no_capacity", "queued_waiters_ahead", "queue_timeout", "queue_full"],
            Enum.GetValues<DenialReason>().Select(AdmissionNames.Of));
        Assert.Equal(
            [null, "limit", "cap", "share", "tenant_share", "aggregate", "opening", "requests", "tokens"],
            Enum.GetValues<DenialBinding>().Select(AdmissionNames.Of));
        Assert.Equal(
            ["success", "rate_limited", "provider_failure", "provider_timeout", "local_cancelled", "local_timeout", "unexpected_exception"],
            Enum.GetValues<ReleaseOutcome>().Select(AdmissionNames.Of));
        Assert.Equal(
            ["released", "wrong_generation", "stale_lease", "duplicate", "unknown_lease"], Enum.GetValues<ReleaseResult>().Select(AdmissionNames.Of));
        Assert.Equal(["interactive", "standard", "bulk"], Enum.GetValues<Band>().Select(AdmissionNames.Of));
        Assert.Equal(["chat", "embedding", "image", "healthcheck"], Enum.GetValues<Domain>().Select(AdmissionNames.Of));
        Assert.Equal(["open", "outage", "probing", "closed"], Enum.GetValues<GateState>().Select(AdmissionNames.Of));
        Assert.Equal(["none", "requests", "tokens", "input_tokens", "output_tokens"], Enum.GetValues<BucketKind>().Select(AdmissionNames.Of));
        Assert.Equal(["shares", "direct", "forwarded"], Enum.GetValues<LendingMode>().Select(AdmissionNames.Of));
        Assert.Equal(11, Enum.GetValues<AnswerCause>().Select(AdmissionNames.Of).Distinct().Count());
        Assert.Equal("server_failure", AdmissionNames.Of(AnswerCause.ServerFailure));
        Assert.Equal("provider_timeout", AdmissionNames.Of(AnswerCause.ProviderTimeout));
        foreach (var bad in new Action[]
        {
            () => AdmissionNames.Of((DenialReason)99), () => AdmissionNames.Of((DenialBinding)99), () => AdmissionNames.Of((ReleaseOutcome)99),
            () => AdmissionNames.Of((ReleaseResult)99), () => AdmissionNames.Of((Band)99), () => AdmissionNames.Of((Domain)99),
            () => AdmissionNames.Of((GateState)99), () => AdmissionNames.Of((AnswerCause)99), () => AdmissionNames.Of((BucketKind)99), () => AdmissionNames.Of((LendingMode)99),
        })
        {
            Assert.Throws<ArgumentOutOfRangeException>(bad);
        }
    }

    [Fact]
    public void Lease_ids_are_read_back()
    {
        var id = new LeaseId(0x08DC_0000_0000_00FFUL, 4711);
        Assert.Equal("ls_08dc0000000000ff1267", id.ToString());
        Assert.Equal(id, LeaseId.Parse(id.ToString()));
        Assert.Null(LeaseId.Parse("ls_08dc0000000000ff"));
        Assert.Null(LeaseId.Parse("ls_08dc0000000000fg1"));
        Assert.Null(LeaseId.Parse("ls_08dc0000000000ffx"));
        Assert.Null(LeaseId.Parse("xx_08dc0000000000ff1"));
    }
}
