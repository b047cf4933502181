using System.Text;

using Granary.Abstractions.Runs;
using Granary.Api.Runs;

using Microsoft.AspNetCore.Http;

namespace Granary.Api.Tests.Runs;

public sealed class RunActionBodyTests
{
    [Theory]
    [InlineData("", null)]
    [InlineData("{}", null)]
    [InlineData("{\"reason\": \"lunch\"}", "lunch")]
    [InlineData("{\"reason\": null, \"limits\": null}", null)]
    public async Task Reason_is_read(string body, string? reason) => Assert.Equal(new RunActionBody(reason, null), await ReadAsync(body));

    [Fact]
    public async Task Limits_are_read_for_a_resume() => Assert.Equal(
        new RunActionBody(null, new RunLimitChange(TimeSpan.FromHours(2), 5, 0.5m)),
        await ReadAsync("{\"limits\": {\"deadline\": \"2h\", \"maxTokens\": 5, \"maxCost\": 0.5}}"));

    [Theory]
    [InlineData("[]", "must be a JSON object")]
    [InlineData("{", "not valid JSON")]
    [InlineData("{\"why\": 1}", "Field 'why'")]
    [InlineData("{\"reason\": 1}", "Field 'reason'")]
    [InlineData("{\"limits\": 1}", "limits must be a JSON object")]
    [InlineData("{\"limits\": {\"maxTokens\": 0}}", "limits.maxTokens")]
    [InlineData("{\"limits\": {\"maxTokens\": 1.5}}", "limits.maxTokens")]
    [InlineData("{\"limits\": {\"maxCost\": \"5\"}}", "limits.maxCost")]
    [InlineData("{\"limits\": {\"deadline\": \"soon\"}}", "limits.deadline")]
    [InlineData("{\"limits\": {\"deadline\": \"0\"}}", "limits.deadline")]
    [InlineData("{\"limits\": {\"maxRows\": 5}}", "limits.maxRows")]
    public async Task Bad_body_is_answered_with_its_place_and_what_would_do(string body, string part) =>
        Assert.Contains(part, await ProblemAsync(body, limits: true), StringComparison.Ordinal);

    [Fact]
    public async Task Limits_are_for_a_resume_only() =>
        Assert.Contains("Field 'limits'", await ProblemAsync("{\"limits\": {}}", limits: false), StringComparison.Ordinal);

    [Fact]
    public async Task Long_reasons_and_bodies_are_refused_with_the_bound()
    {
        Assert.Contains("201 characters; at most 200", await ProblemAsync($"{{\"reason\": \"{new string('x', 201)}\"}}", limits: false), StringComparison.Ordinal);
        Assert.Contains("4096", await ProblemAsync(new string(' ', 5_000), limits: false), StringComparison.Ordinal);
    }

    private static async Task<RunActionBody> ReadAsync(string body) => (await RunActionBody.ReadAsync(Request(body), limits: true)).Body!;

    private static async Task<string> ProblemAsync(string body, bool limits)
    {
        var (read, problem) = await RunActionBody.ReadAsync(Request(body), limits);
        Assert.Null(read);
        return problem!.Problem.Detail!;
    }

    private static DefaultHttpContext Request(string body)
    {
        var context = new DefaultHttpContext();
        var bytes = Encoding.UTF8.GetBytes(body);
        context.Request.Body = new MemoryStream(bytes);
        context.Request.ContentLength = bytes.Length;
        return context;
    }
}
