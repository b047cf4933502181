using Microsoft.AspNetCore.Http;

namespace Granary.Api.Recovery;

/// <summary>A feature of a request that the journal holds whole: if it fails, it is run again.</summary>
internal sealed class JournaledRequest
{
    private static readonly JournaledRequest Mark = new();

    private JournaledRequest()
    {
    }

    public static void Set(HttpContext context) => context.Features.Set(Mark);

    /// <summary>What this run leaves behind when it fails is taken up by another run of the same request.</summary>
    public static bool IsRunAgain(HttpContext context) => context.Features.Get<JournaledRequest>() is not null || context.Features.Get<RecoveredRequest>() is not null;
}
