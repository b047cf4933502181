using Granary.Api.Recovery;

using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Granary.Api.Tests.Recovery;

public sealed class RecoverySelectionTests
{
    [Theory]
    [InlineData("POST", "/v1/runs", true, false, false, true)]
    [InlineData("PUT", "/v1/runs", true, false, false, true)]
    [InlineData("PATCH", "/v1/runs", true, false, false, true)]
    [InlineData("DELETE", "/v1/runs", true, false, false, true)]
    [InlineData("GET", "/v1/runs", true, false, true, false)]
    [InlineData("HEAD", "/v1/runs", true, false, true, false)]
    [InlineData("OPTIONS", "/v1/runs", true, false, true, false)]
    [InlineData("POST", "/other", false, false, false, false)]
    [InlineData("POST", "/other", false, false, true, true)]
    [InlineData("POST", "/other", false, true, false, false)]
    [InlineData("POST", "/healthz/x", true, false, true, false)]
    [InlineData("POST", "/metrics", true, false, true, false)]
    [InlineData("POST", "/static/x", true, false, true, false)]
    [InlineData("POST", "/admin/x", true, true, true, false)]
    [InlineData("POST", "/console", true, false, true, false)]
    [InlineData("POST", "/dashboard/x", true, false, true, false)]
    public void Method_route_and_scope_decide_what_is_journaled(string method, string path, bool marked, bool keyed, bool everything, bool journaled)
    {
        var context = Context(method, path, marked ? [new RecoverableRoute()] : [], keyed);
        var selection = RecoverySelection.Of(context, everything);
        Assert.Equal(journaled, selection.Journal);
        Assert.Equal(keyed && method == "POST", selection.Keyed);
        Assert.Equal(selection.Journal || selection.Keyed, selection.Concerned);
    }

    [Fact]
    public void Model_route_is_recoverable_only_with_a_key_and_a_secret_body_never()
    {
        var model = new RecoverableRoute { OnlyWithKey = true };
        Assert.False(RecoverySelection.Of(Context("POST", "/v1/chat", [model], keyed: false), everything: false).Concerned);
        Assert.True(RecoverySelection.Of(Context("POST", "/v1/chat", [model], keyed: true), everything: false).Journal);
        Assert.False(RecoverySelection.Of(Context("POST", "/v1/keys", [new SecretBody()], keyed: false), everything: true).Concerned);
        Assert.False(RecoverySelection.Of(Context("POST", "/v1/files", [new ContentAddressed()], keyed: true), everything: false).Concerned);
        Assert.False(RecoverySelection.Of(new DefaultHttpContext { Request = { Method = "POST", Path = "/nowhere" } }, everything: true).Concerned);
    }

    [Theory]
    [InlineData("GET", "/v1/runs", true)]
    [InlineData("POST", "/v1/chat/completions", false)]
    public void Request_that_is_not_concerned_passes_without_an_allocation(string method, string path, bool marked)
    {
        var middleware = new RecoveryMiddleware(
            static _ => Task.CompletedTask, null!, Microsoft.Extensions.Options.Options.Create(new RecoveryOptions()),
            Microsoft.Extensions.Logging.Abstractions.NullLogger<UnhandledErrors>.Instance);
        var context = Context(method, path, marked ? [new RecoverableRoute()] : [new RecoverableRoute { OnlyWithKey = true }], keyed: false);
        Assert.Equal(0, Allocated(() => middleware.InvokeAsync(context)));
    }

    private static long Allocated(Func<Task> call)
    {
        for (var i = 0; i < 100; i++)
        {
            Assert.True(call().IsCompletedSuccessfully);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            _ = call();
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static DefaultHttpContext Context(string method, string path, object[] metadata, bool keyed)
    {
        var context = new DefaultHttpContext { Request = { Method = method, Path = path } };
        context.SetEndpoint(new Endpoint(null, new EndpointMetadataCollection(metadata), path));
        if (keyed)
        {
            context.Request.Headers["Idempotency-Key"] = "k";
        }

        return context;
    }
}
