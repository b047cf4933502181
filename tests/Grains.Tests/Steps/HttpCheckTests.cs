using System.Net;
using System.Text.Json;
using Granary.Grains.Steps;
using Granary.Grains.Steps.Validation;
using Granary.Abstractions.Models;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Granary.Grains.Tests.Steps;

/// <summary>Checks over HTTP, against a server on loopback.</summary>
public sealed class HttpCheckTests : IAsyncLifetime
{
    private WebApplication _app = null!;
    private Uri _address = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Urls.Add("http://127.0.0.1:0");
        _app.MapPost("/short", static async (HttpRequest request) =>
        {
            using var body = await JsonDocument.ParseAsync(request.Body);
            return body.RootElement.GetProperty("value").GetString()!.Length <= 3 ? Results.Ok() : Results.Json("too long", statusCode: 422);
        });
        _app.MapPost("/many", static async (HttpRequest request) =>
        {
            using var body = await JsonDocument.ParseAsync(request.Body);
            return Results.Json(body.RootElement.GetProperty("values").EnumerateArray().Select(static value => value.GetString()!.Length <= 3).ToArray());
        });
        _app.MapPost("/few", static () => Results.Json(new[] { true }));
        _app.MapPost("/broken", static () => Results.StatusCode(500));
        _app.MapPost("/prose", static () => Results.Text("fine, I think"));
        _app.MapPost("/elsewhere", static () => Results.Redirect("/short"));
        await _app.StartAsync();
        _address = new Uri(_app.Urls.Single());
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Theory]
    [InlineData("short", "abc", null, null, false)]
    [InlineData("short", "abcd", "too long", null, false)]
    [InlineData("broken", "abc", null, "answered 500", true)]
    [InlineData("prose", "abc", null, "no JSON", false)]
    [InlineData("elsewhere", "abc", null, "answered 302", false)]
    public async Task Service_decides_and_what_is_no_decision_is_a_failure(string path, string value, string? message, string? failure, bool retryable)
    {
        using var http = Client($"127.0.0.1:{_address.Port}");
        var findings = await CheckAsync(http, path, value);
        Assert.Equal(message ?? "", string.Join('|', findings.Messages));
        Assert.Equal(failure is null, findings.Failure is null);
        if (findings.Failure is { } found)
        {
            Assert.Equal((StepFailureKinds.HttpCheck, retryable), (found.Kind, found.Retryable));
            Assert.Contains(failure!, found.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("many", "|is not valid|", null)]
    [InlineData("few", "", "batch_size_mismatch")]
    [InlineData("broken", "", "http_check")]
    public async Task Service_is_asked_about_several_values_at_once(string path, string messages, string? failure)
    {
        using var http = Client($"127.0.0.1:{_address.Port}");
        IValueCheck check = new HttpValueCheck(http, new Uri(_address, path));
        JsonElement[] values = [.. ((string[])["abc", "abcd", "x"]).Select(static text => JsonSerializer.SerializeToElement(text))];
        var findings = await check.CheckAllAsync(values, 2, null!, TestContext.Current.CancellationToken);
        Assert.Equal(failure, findings.Failure?.Kind);
        Assert.Equal(messages, string.Join('|', findings.Values.Select(static found => string.Join(',', found.Messages))));
    }

    [Fact]
    public async Task Private_address_is_refused_unless_the_configuration_allows_it()
    {
        using var http = Client();
        var findings = await CheckAsync(http, "short", "abc");
        Assert.Contains("AllowedHosts", findings.Failure!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("2606:4700::1111", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("172.31.0.1", false)]
    [InlineData("192.168.1.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::1", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("2002:a00:1::", false)]
    public void Public_addresses_are_told_from_others(string address, bool isPublic) => Assert.Equal(isPublic, PublicAddresses.Contains(IPAddress.Parse(address)));

    [Theory]
    [InlineData("example.org", true)]
    [InlineData("example.org:8080", true)]
    [InlineData("http://example.org", false)]
    [InlineData("a b", false)]
    [InlineData("user@host", false)]
    public void Options_refuse_what_is_no_host(string host, bool valid)
    {
        var options = new HttpCheckOptions();
        options.AllowedHosts.Add(host);
        Assert.Equal(valid, new HttpCheckOptionsValidator().Validate(null, options).Succeeded);
    }

    private static HttpCheckClient Client(params string[] allowed)
    {
        var options = new HttpCheckOptions();
        options.AllowedHosts.AddRange(allowed);
        return new HttpCheckClient(Options.Create(options));
    }

    private async Task<CheckFindings> CheckAsync(HttpCheckClient http, string path, string value) => await new HttpValueCheck(http, new Uri(_address, path)).CheckAsync(
        JsonSerializer.SerializeToElement(value),
        new StepContext(1, new CallerContext("default", "bulk"), new ScriptedModels("unused"), null, StepRuns.Now),
        TestContext.Current.CancellationToken);
}
