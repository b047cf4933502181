using Granary.Journal.Requests;

namespace Granary.Api.Requests;

/// <summary>The words of request states in URLs and answers.</summary>
internal static class RequestStates
{
    public static IReadOnlyList<string> All { get; } = [.. Enum.GetValues<RequestState>().Select(Name)];

    public static string Name(RequestState state) => state switch
    {
        RequestState.Accepted => "accepted",
        RequestState.Started => "started",
        RequestState.Retry => "retry",
        RequestState.Deferred => "deferred",
        RequestState.Completed => "completed",
        RequestState.DeadLetter => "dead_letter",
        RequestState.Dropped => "dropped",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "There is no word for it."),
    };
}
