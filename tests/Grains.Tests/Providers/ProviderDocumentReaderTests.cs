using System.Text;
using Granary.Abstractions.Models;
using Granary.Grains.Providers;
using Granary.Grains.Simulator;
using Granary.TestKit;

namespace Granary.Grains.Tests.Providers;

public sealed class ProviderDocumentReaderTests
{
    [Fact]
    public void Every_field_is_read()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("key"), " sk-1 \n");
        var document = Valid($$"""
            version: 1
            providers:
              main:
                kind: openai-compatible
                baseUrl: https://api.example.com/v1/
                keys: [ { id: a, secret: "file:{{folder.File("key")}}" } ]
                auth: header:X-Key
                headers: { x-team: "search" }
                timeouts: { connect: 1s, firstByte: 2s, idle: 3s, total: 4s }
              local: { kind: simulator, simulate: { limit: 32, latency: 800ms, tokensPerSecond: 60, seed: 7, retryAfter: none, errors: { server: 0.1 } } }
            aliases:
              "writer/a:1": { provider: main, model: gpt/x, domain: embedding, cap: 64, estimator: aimd, maxWait: 5s, hidden: true, usage: none,
                              timeouts: { total: 90s }, retry: { retries: 1, pause: 1s, maxPause: 5s } }
              spare: { provider: local, model: sim-1, price: { input: 0.25, output: 2 } }
            """);

        var main = document.Providers[0];
        Assert.Equal((ProviderKind.OpenAICompatible, "https://api.example.com/v1", "X-Key"), (main.Kind, main.BaseUrl.AbsoluteUri, main.AuthHeader));
        Assert.Equal("sk-1", main.Secret!.Read());
        Assert.Equal([new("x-team", "search")], main.Headers);
        Assert.Equal(new CallTimeouts(Seconds(1), Seconds(2), Seconds(3), Seconds(4)), main.Timeouts);
        Assert.Equal(
            SimulatorSettings.Default with { Limit = 32, Latency = TimeSpan.FromMilliseconds(800), TokensPerSecond = 60, Seed = 7, RetryAfter = null, Errors = new(Server: 0.1) },
            document.Providers[1].Simulate);
        Assert.Equal(
            new AliasDefinition(
                new ModelAlias("writer/a:1", "main", "openai-compatible", "gpt/x", "embedding", 64, true),
                Seconds(5), new CallTimeouts(Total: Seconds(90)), new RetrySettings(1, Seconds(1), Seconds(5)), AskUsage: false, Estimator: "aimd"),
            document.Aliases[0]);
        Assert.Equal(
            new AliasDefinition(new ModelAlias("spare", "local", "simulator", "sim-1", "chat", 256, false, new ModelPrice(0.25m, 2m, "USD")), null, CallTimeouts.Unset, RetrySettings.Default, AskUsage: true),
            document.Aliases[1]);
        Assert.Equal(new CallTimeouts(Seconds(1), Seconds(2), Seconds(3), Seconds(90)), document.Aliases[0].Timeouts.Over(main.Timeouts));
    }

    [Fact]
    public void Json_is_read_too()
    {
        var reading = ProviderDocumentReader.Read(
            """{"version":1,"providers":{"l":{"kind":"simulator"}},"aliases":{"w":{"provider":"l","model":"m"}}}"""u8, "json");
        Assert.Empty(reading.Errors);
        Assert.Equal(SimulatorSettings.Default, reading.Document!.Providers[0].Simulate);
    }

    [Fact]
    public void Built_in_document_is_valid() => Assert.Equal(["writer", "judge"], BuiltInProviders.Document.Aliases.Select(a => a.Alias.Name));

    public static TheoryData<string, string> BadProviders => new()
    {
        { "{ kind: openai }", "/providers/p/kind: one of openai-compatible, simulator is expected, found the text \"openai\"" },
        { "{ kind: anthropic }", "/providers/p/kind: the kind `anthropic` is not available yet. Use openai-compatible or simulator." },
        { "{ }", "/providers/p: `kind` is missing. Use openai-compatible or simulator." },
        { "5", "/providers/p: a mapping of fields is expected, found 5" },
        { "{ kind: openai-compatible }", "/providers/p: `baseUrl` is missing. Add the address up to and with `/v1`." },
        { "{ kind: openai-compatible, baseUrl: \"/v1\" }", "/providers/p/baseUrl: `baseUrl` must be an absolute http or https address" },
        { "{ kind: openai-compatible, baseUrl: \"ftp://x/v1\" }", "/providers/p/baseUrl: `baseUrl` must be" },
        { "{ kind: openai-compatible, baseUrl: \"https://me:sk-9@x/v1\" }", "/providers/p/baseUrl: `baseUrl` must be" },
        { "{ kind: openai-compatible, baseUrl: \"https://x/v1?key=sk-9\" }", "/providers/p/baseUrl: `baseUrl` must be" },
        { "{ kind: simulator, baseUrl: \"http://x\" }", "/providers/p/baseUrl: a simulator has no `baseUrl`" },
        { "{ kind: simulator, keys: [ { secret: \"sk-9\" } ] }", "/providers/p/keys/0/secret: `secret` must say where the secret is. Write `env:NAME` or `file:/path`" },
        { "{ kind: simulator, keys: [ { id: a } ] }", "/providers/p/keys/0: `secret` is missing" },
        { "{ kind: simulator, keys: [ { secret: \"env:GRANARY_NO_SUCH_KEY\" } ] }", "/providers/p/keys/0/secret: the environment variable GRANARY_NO_SUCH_KEY is not set" },
        { "{ kind: simulator, keys: [ { secret: \"file:/no/such/key\" } ] }", "/providers/p/keys/0/secret: the secret file /no/such/key does not exist" },
        { "{ kind: simulator, keys: [ { secret: \"env:PATH\" }, { secret: \"env:PATH\" } ] }", "/providers/p/keys/1: more than one key is not available yet" },
        { "{ kind: simulator, keys: [ { secret: \"env:PATH\", weight: 2 } ] }", "/providers/p/keys/0/weight: `weight` is not available yet" },
        { "{ kind: simulator, sharedQuota: true }", "/providers/p/sharedQuota: `sharedQuota` is not available yet" },
        { "{ kind: simulator, caFile: x }", "/providers/p/caFile: `caFile` is not available yet" },
        { "{ kind: simulator, auth: \"sk-9\" }", "/providers/p/auth: `auth` must be `bearer` or `header:<name>`" },
        { "{ kind: simulator, headers: { Authorization: \"Bearer sk-9\" } }", "/providers/p/headers/Authorization: the header `Authorization` cannot be set here" },
        { "{ kind: simulator, headers: { Content-Language: en } }", "/providers/p/headers/Content-Language: the header `Content-Language` cannot be set here" },
        { "{ kind: simulator, auth: \"header:content-type\" }", "/providers/p/auth: `auth` must be" },
        { "{ kind: simulator, headers: { x: \"a\\r\\nb\" } }", "/providers/p/headers/x: the value of a header must be one line of ASCII text" },
        { "{ kind: simulator, timeouts: { idel: 3s } }", "/providers/p/timeouts/idel: there is no field `idel` here. Did you mean `idle`?" },
        { "{ kind: simulator, timeouts: { idle: 3 } }", "/providers/p/timeouts/idle: a duration from 1ms to 1d is expected, found 3" },
        { "{ kind: simulator, simulate: { limit: 0 } }", "/providers/p/simulate/limit: `limit` is `0`, and must be a whole number from 1 to 1000000" },
        { "{ kind: simulator, simulate: { lmit: 3 } }", "/providers/p/simulate/lmit: there is no field `lmit` here. Did you mean `limit`?" },
        { "{ kind: simulator, simulate: { errors: { sever: 0.1 } } }", "/providers/p/simulate/errors/sever: there is no field `sever` here. Did you mean `server`?" },
        { "{ kind: simulator, simulate: { errors: { server: 0.6, cut: 0.6 } } }", "/providers/p/simulate: the shares under `errors` add up to 1.2" },
        { "{ kind: simulator, simulate: { errors: 3 } }", "/providers/p/simulate/errors: there is no field `errors` here" },
        { "{ kind: openai-compatible, baseUrl: \"http://x\", simulate: {} }", "/providers/p/simulate: `simulate` belongs to providers of kind `simulator`" },
        { "{ kind: simulator, weigth: 1 }", "/providers/p/weigth: there is no field `weigth` here" },
    };

    public static TheoryData<string, string> BadAliases => new()
    {
        { "{ model: m }", "/aliases/w: `provider` is missing" },
        { "{ provider: good }", "/aliases/w: `model` is missing" },
        { "{ provider: goood, model: m }", "/aliases/w/provider: there is no provider `goood`. Did you mean `good`?" },
        { "{ provider: good, model: \"\" }", "/aliases/w/model: `model` must be the provider's name of the model" },
        { "{ provider: good, model: m, domain: audio }", "/aliases/w/domain: one of chat, embedding, image is expected" },
        { "{ provider: good, model: m, cap: 0 }", "/aliases/w/cap: a whole number from 1 to 100000 is expected, found 0" },
        { "{ provider: good, model: m, cap: many }", "/aliases/w/cap: a whole number from 1 to 100000 is expected, found the text \"many\"" },
        { "{ provider: good, model: m, estimator: magic }", "/aliases/w/estimator: there is no estimator the text \"magic\". Known: seek, aimd, gradient2, vegas, fixed." },
        { "{ provider: good, model: m, maxWait: -1s }", "/aliases/w/maxWait: a duration from 0s to 1d is expected" },
        { "{ provider: good, model: m, timeouts: { connect: 1s } }", "/aliases/w/timeouts/connect: `connect` belongs to the provider" },
        { "{ provider: good, model: m, retry: { retries: 11 } }", "/aliases/w/retry/retries: a whole number from 0 to 10 is expected, found 11" },
        { "{ provider: good, model: m, retry: { pause: 2m } }", "/aliases/w/retry: `pause` must not exceed `maxPause`" },
        { "{ provider: good, model: m, usage: always }", "/aliases/w/usage: one of ask, none is expected" },
        { "{ provider: good, model: m, requestsPerMinute: 5 }", "/aliases/w/requestsPerMinute: `requestsPerMinute` is not available yet" },
        { "{ provider: good, model: m, tokensPerMinute: 5 }", "/aliases/w/tokensPerMinute: `tokensPerMinute` is not available yet" },
        { "{ provider: good, model: m, burst: 5 }", "/aliases/w/burst: `burst` is not available yet" },
        { "{ provider: good, model: m, band: bulk }", "/aliases/w/band: `band` is not available yet" },
        { "{ provider: good, model: m, fallbacks: [] }", "/aliases/w/fallbacks: `fallbacks` is not available yet" },
        { "{ provider: good, model: m, price: { output: 1 } }", "/aliases/w/price: `input` is missing" },
        { "{ provider: good, model: m, price: { input: -1, output: 1 } }", "/aliases/w/price/input" },
        { "{ provider: good, model: m, price: { input: 1, output: 1, currency: euro } }", "/aliases/w/price/currency" },
        { "{ provider: good, model: m, price: { input: 1, output: 1, cachedInput: 1 } }", "/aliases/w/price/cachedInput: `cachedInput` is not available yet" },
        { "{ provider: good, model: m, tenants: [] }", "/aliases/w/tenants: `tenants` is not available yet" },
        { "{ provider: good, model: m, forwardHeaders: [] }", "/aliases/w/forwardHeaders: `forwardHeaders` is not available yet" },
    };

    public static TheoryData<string, string> BadDocuments => new()
    {
        { "version: 2\nproviders: { p: { kind: simulator } }\naliases: { w: { provider: p, model: m } }", "line 1, column 10, /version: a whole number from 1 to 1 is expected, found 2" },
        { "version: 1", "`providers` is missing" },
        { "version: 1\nproviders: {}\naliases: {}", "/providers: `providers` must be a mapping of at least one name, found none" },
        { "version: 1\nproviders: { \"a/b\": { kind: simulator } }\naliases: { w: { provider: a/b, model: m } }", "/providers/a~1b: `a/b` is no name of a provider" },
        { "version: 1\nproviders: { p: { kind: simulator } }\naliases: { \" w\": { provider: p, model: m } }", "/aliases/ w: ` w` is no name of an alias" },
        { "version: 1\nproviders: { p: { kind: simulator } }\naliases: { w: { provider: p, model: m } }\ntenants: {}", "/tenants: `tenants` is not available yet" },
        { "version: 1\nprovders: {}", "line 2, column 1, /provders: there is no field `provders` here. Did you mean `providers`?" },
        { "version: 1\nproviders: { p: &a { kind: simulator } }", "line 2, column 17" },
        { "version: 1\nversion: 1", "line 2, column 1, /: the name `version` stands twice in one mapping" },
        { "- 1", "a provider document is a mapping of fields, this is a list" },
        { "a: [", "line" },
        { "", "line 1, column 1, /: the document is empty." },
    };

    [Theory]
    [MemberData(nameof(BadProviders))]
    public void Bad_provider(string provider, string error) =>
        AssertError($"version: 1\nproviders:\n  p: {provider}\naliases: {{ w: {{ provider: p, model: m }} }}", error);

    [Theory]
    [MemberData(nameof(BadAliases))]
    public void Bad_alias(string alias, string error) =>
        AssertError($"version: 1\nproviders: {{ good: {{ kind: simulator }} }}\naliases:\n  w: {alias}", error);

    [Theory]
    [MemberData(nameof(BadDocuments))]
    public void Bad_document(string document, string error) => AssertError(document, error);

    [Fact]
    public void All_errors_come_together_in_the_order_of_the_document()
    {
        var errors = Errors("""
            version: 1
            providers:
              p: { kind: simulator, auth: no }
              q: { kind: other }
            aliases:
              w: { provider: r, model: m, cap: 0 }
              x: { provider: q, model: m }
            """);
        Assert.Equal(
            ["/providers/p/auth", "/providers/q/kind", "/aliases/w/provider", "/aliases/w/cap"], errors.Select(e => e.Path));
        Assert.Equal([3, 4, 6, 6], errors.Select(e => e.Line!.Value));
    }

    [Fact]
    public void Document_above_4_MiB_is_not_read()
    {
        var errors = Errors("# " + new string('x', ProviderDocumentReader.MostBytes));
        Assert.StartsWith("the document has 4194306 bytes, at most 4194304 are read", errors.Single().Message, StringComparison.Ordinal);
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    private static void AssertError(string document, string error)
    {
        var errors = Errors(document);
        Assert.Contains(errors, e => e.ToString().Contains(error, StringComparison.Ordinal));
        Assert.All(errors, e => Assert.DoesNotContain("sk-9", e.ToString(), StringComparison.Ordinal));
    }

    private static ProviderDocument Valid(string document)
    {
        var reading = ProviderDocumentReader.Read(Encoding.UTF8.GetBytes(document), "yaml");
        Assert.Empty(reading.Errors);
        return reading.Document!;
    }

    private static IReadOnlyList<ProviderDocumentError> Errors(string document)
    {
        var reading = ProviderDocumentReader.Read(Encoding.UTF8.GetBytes(document), "yaml");
        Assert.Null(reading.Document);
        return reading.Errors;
    }
}
