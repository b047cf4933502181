using Granary.Abstractions.Requests;
using Granary.Journal.Requests;

namespace Granary.Api.Requests;

/// <summary>Entries of the journal as they are shown, here and to other silos.</summary>
internal static class JournalEntries
{
    public static JournalEntry Of(StoredRequest request)
    {
        var (header, progress) = (request.Header, request.Progress);
        var hasAnswer = progress is { State: RequestState.Completed, Answer: not AnswerPlace.None };
        return new JournalEntry(
            header.Id, RequestStates.Name(progress.State), header.Route, header.Tenant, Name(header.Priority), header.ArrivedAt, progress.Since, progress.Attempt,
            progress.NotBefore, header.Deadline, header.Key is not null, progress.Reason, progress.Status, progress.IsUnfinished, hasAnswer,
            hasAnswer && progress.Answer == AnswerPlace.Key ? header.Key : null);
    }

    private static string Name(RequestPriority priority) => priority switch
    {
        RequestPriority.Critical => "critical",
        RequestPriority.High => "high",
        RequestPriority.Normal => "normal",
        RequestPriority.Low => "low",
        _ => throw new ArgumentOutOfRangeException(nameof(priority), priority, "There is no word for it."),
    };
}
