using Granary.Abstractions.Models;
using Granary.Admission;
using Granary.Admission.Signals;
using Granary.Grains.Models;

namespace Granary.Grains.Tests.Models;

public sealed class FaultClassifierTests
{
    private const string Quota = """{"error":{"message":"You exceeded your current quota","type":"insufficient_quota","code":"insufficient_quota"}}""";

    [Theory]
    [InlineData(429, Quota, ModelFailureKind.QuotaExceeded, ReleaseOutcome.ProviderFailure, false, false)]
    [InlineData(403, """{"error":{"message":"Your credit balance is too low"}}""", ModelFailureKind.QuotaExceeded, ReleaseOutcome.ProviderFailure, false, false)]
    [InlineData(503, """{"error":{"code":"billing_not_active"}}""", ModelFailureKind.QuotaExceeded, ReleaseOutcome.ProviderFailure, false, false)]
    [InlineData(402, "", ModelFailureKind.QuotaExceeded, ReleaseOutcome.ProviderFailure, false, false)]
    [InlineData(429, "", ModelFailureKind.RateLimit, ReleaseOutcome.RateLimited, true, false)]
    [InlineData(408, "", ModelFailureKind.Timeout, ReleaseOutcome.ProviderTimeout, false, false)]
    [InlineData(502, "", ModelFailureKind.InternalServer, ReleaseOutcome.ProviderFailure, true, true)]
    [InlineData(503, "", ModelFailureKind.InternalServer, ReleaseOutcome.ProviderFailure, true, true)]
    [InlineData(504, "", ModelFailureKind.InternalServer, ReleaseOutcome.ProviderFailure, true, true)]
    [InlineData(529, "", ModelFailureKind.InternalServer, ReleaseOutcome.ProviderFailure, true, true)]
    [InlineData(500, "", ModelFailureKind.InternalServer, ReleaseOutcome.ProviderFailure, false, true)]
    [InlineData(520, "", ModelFailureKind.InternalServer, ReleaseOutcome.ProviderFailure, false, true)]
    [InlineData(401, "", ModelFailureKind.Authentication, ReleaseOutcome.ProviderFailure, false, false)]
    [InlineData(403, "", ModelFailureKind.Permission, ReleaseOutcome.ProviderFailure, false, false)]
    [InlineData(404, "", ModelFailureKind.NotFound, ReleaseOutcome.ProviderFailure, false, false)]
    [InlineData(413, "", ModelFailureKind.ContextWindow, ReleaseOutcome.ProviderFailure, false, false)]
    [InlineData(400, """{"error":{"code":"context_length_exceeded"}}""", ModelFailureKind.ContextWindow, ReleaseOutcome.ProviderFailure, false, false)]
    [InlineData(400, """{"error":"This model's maximum context length is 8192"}""", ModelFailureKind.ContextWindow, ReleaseOutcome.ProviderFailure, false, false)]
    [InlineData(422, "", ModelFailureKind.Unprocessable, ReleaseOutcome.ProviderFailure, false, false)]
    [InlineData(400, "", ModelFailureKind.BadRequest, ReleaseOutcome.ProviderFailure, false, false)]
    [InlineData(400, """{"error":{"code":"unsupported_parameter"}}""", ModelFailureKind.UnsupportedParameters, ReleaseOutcome.ProviderFailure, false, false)]
    [InlineData(400, """{"error":{"message":"Unsupported value: 'temperature'"}}""", ModelFailureKind.UnsupportedParameters, ReleaseOutcome.ProviderFailure, false, false)]
    [InlineData(409, "", ModelFailureKind.ApiError, ReleaseOutcome.ProviderFailure, false, false)]
    [InlineData(302, "", ModelFailureKind.ApiError, ReleaseOutcome.ProviderFailure, false, false)]
    public void Row_of_the_table(int status, string body, ModelFailureKind kind, ReleaseOutcome outcome, bool retryable, bool server)
    {
        var fault = FaultClassifier.Of(
            new ProviderAnswer(status, ErrorBody.Read(System.Text.Encoding.UTF8.GetBytes(body)), RateFields.None, TimeSpan.FromSeconds(3)), mayRetry: true);
        Assert.Equal((kind, outcome, retryable, server), (fault.Kind, fault.Outcome, fault.Retryable, fault.ServerFault));
        Assert.Equal((status, TimeSpan.FromSeconds(3)), (fault.Status, fault.RetryAfter));
        Assert.False(FaultClassifier.Of(new ProviderAnswer(status, null, RateFields.None, null), mayRetry: false).Retryable);
    }

    [Theory]
    [InlineData("insufficient_quota", ModelFailureKind.QuotaExceeded, ReleaseOutcome.ProviderFailure, false)]
    [InlineData("rate_limit_exceeded", ModelFailureKind.RateLimit, ReleaseOutcome.RateLimited, true)]
    [InlineData("context_length_exceeded", ModelFailureKind.ContextWindow, ReleaseOutcome.ProviderFailure, false)]
    [InlineData("unsupported_parameter", ModelFailureKind.UnsupportedParameters, ReleaseOutcome.ProviderFailure, false)]
    [InlineData("invalid_request_error", ModelFailureKind.BadRequest, ReleaseOutcome.ProviderFailure, false)]
    [InlineData("server_error", ModelFailureKind.ApiConnection, ReleaseOutcome.ProviderFailure, true)]
    [InlineData("", ModelFailureKind.ApiConnection, ReleaseOutcome.ProviderFailure, true)]
    public void Error_object_under_200(string code, ModelFailureKind kind, ReleaseOutcome outcome, bool retryable)
    {
        var fault = FaultClassifier.Of(new ProviderAnswer(200, new ErrorText(code, string.Empty, string.Empty), RateFields.None, null), mayRetry: true);
        Assert.Equal((kind, outcome, retryable, kind == ModelFailureKind.ApiConnection), (fault.Kind, fault.Outcome, fault.Retryable, fault.ServerFault));
    }

    [Fact]
    public void Messages_hold_nothing_the_provider_said()
    {
        var fault = FaultClassifier.Of(new ProviderAnswer(400, new ErrorText("secret-code", "secret-type", "secret prompt"), RateFields.None, null), true);
        Assert.Equal("The provider answered 400 (bad_request).", fault.Message);
        Assert.Equal("The provider answered 200 with an error object (api_connection).", FaultClassifier.Of(new ProviderAnswer(200, new ErrorText("a", "b", "secret"), RateFields.None, null), true).Message);
    }

    [Fact]
    public void Every_kind_has_a_name()
    {
        Assert.Equal(Enum.GetValues<ModelFailureKind>().Length, Enum.GetValues<ModelFailureKind>().Select(ModelFailureNames.Of).Distinct().Count());
        Assert.Equal("request_admission_timeout", ModelFailureNames.Of(ModelFailureKind.RequestAdmissionTimeout));
        foreach (var band in Enum.GetValues<Band>())
        {
            Assert.Equal(band, BandNames.Parse(band switch { Band.Interactive => "interactive", Band.Standard => "standard", _ => "bulk" }));
        }
    }
}
