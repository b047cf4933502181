using Granary.Api.Problems;

using Microsoft.AspNetCore.Http;

namespace Granary.Api.Recovery;

/// <summary>Problems, but a document that is too large is unreadable, with the remedy, wherever its size is noticed.</summary>
internal sealed class RunDocumentErrors : ProblemErrors
{
    public static new RunDocumentErrors Instance { get; } = new();

    public override IResult Of(int status, string code, string detail, TimeSpan? retryAfter)
    {
        if (code != "body_too_large")
        {
            return base.Of(status, code, detail, retryAfter);
        }

        detail += " Put the data into a seed file and name it under 'seed: { path: … }'.";
        return KnownProblems.Unreadable(detail, [new ProblemError("run_unreadable", null, "", null, null, detail, null)], status);
    }
}
