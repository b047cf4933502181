using System.Collections.Immutable;

using Granary.Abstractions.Idempotency;
using Granary.Abstractions.Requests;

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Granary.Api.Requests;

/// <summary>
/// The journals of requests of all silos as one: this process's own is asked directly, the others by their doors, all at once. A silo that does not answer
/// within 5 s is named, and the rest shown. A host without grains has only its own. Thread-safe.
/// </summary>
internal sealed partial class ClusterRequests(ILocalRequestJournal local, IServiceProvider services, TimeProvider time, ILogger<ClusterRequests> logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>The journals in numbers.</summary>
    public Task<SiloAnswers<JournalSummary?>> SummariesAsync(CancellationToken cancellationToken) =>
        AllAsync(static door => door.SummaryAsync(), local.Summary(), cancellationToken);

    /// <summary>Entries of each silo, newest first, one more than the limit.</summary>
    public Task<SiloAnswers<ImmutableArray<JournalEntry>>> ListAsync(JournalFilter filter, CancellationToken cancellationToken)
    {
        var more = filter with { Limit = filter.Limit + 1 };
        return AllAsync(door => door.ListAsync(more), local.List(more), cancellationToken);
    }

    /// <summary>Ids of what matches.</summary>
    public Task<SiloAnswers<ImmutableArray<string>>> IdsAsync(JournalFilter filter, CancellationToken cancellationToken) =>
        AllAsync(door => door.IdsAsync(filter), local.Ids(filter), cancellationToken);

    /// <summary>The entry of that id and who has it. While a log changes hands two may; who says more counts. Others are asked only for what may be an id.</summary>
    public async Task<SiloAnswer<JournalEntry>?> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (local.Find(id) is { } own)
        {
            return new SiloAnswer<JournalEntry>("", null, own);
        }

        if (!DeadLetterId.IsRequest(id))
        {
            return null;
        }

        var found = await AllAsync(door => door.FindAsync(id), null, cancellationToken);
        return found.Answers.Where(static answer => answer.Value is not null).OrderByDescending(static answer => answer.Value!.Since)
            .Select(static answer => new SiloAnswer<JournalEntry>(answer.Silo, answer.Door, answer.Value!)).FirstOrDefault();
    }

    /// <summary>What a request said that was found.</summary>
    public async ValueTask<JournalContent?> ContentAsync(SiloAnswer<JournalEntry> found, CancellationToken cancellationToken) => found.Door is { } door
        ? await door.ContentAsync(found.Value.Id).WaitAsync(Patience, time, cancellationToken)
        : await local.ContentAsync(found.Value.Id, cancellationToken);

    /// <summary>The kept answer of a request that was found, wherever it is.</summary>
    public async ValueTask<KeptAnswer?> AnswerAsync(SiloAnswer<JournalEntry> found, CancellationToken cancellationToken)
    {
        if (found.Value.AnswerKey is { } key)
        {
            return await services.GetRequiredService<IGrainFactory>().GetGrain<IIdempotencyGrain>(key).AnswerAsync(found.Value.Id);
        }

        return found.Door is { } door
            ? await door.AnswerAsync(found.Value.Id).WaitAsync(Patience, time, cancellationToken)
            : await local.AnswerAsync(found.Value.Id, cancellationToken);
    }

    /// <summary>Acts on dead letters of one silo; returns how many there were.</summary>
    public Task<int> ActAsync(IRequestJournalGrain? door, DeadLetterAction action, ImmutableArray<string> ids) =>
        door?.ActAsync(action, ids) ?? Task.FromResult(local.Act(action, ids));

    private async Task<SiloAnswers<T>> AllAsync<T>(Func<IRequestJournalGrain, Task<T>> ask, T own, CancellationToken cancellationToken)
    {
        List<string> unreachable = [];
        var peers = services.GetService<IRequestPeers>();
        List<SiloAnswer<T>> answers = [new(Name(peers?.Self ?? ""), null, own)];
        if (peers is null)
        {
            return new SiloAnswers<T>(answers, unreachable);
        }

        var grains = services.GetRequiredService<IGrainFactory>();
        var others = await TryAsync("the directory", peers.OthersAsync, cancellationToken);
        foreach (var (key, answer) in await Task.WhenAll((others?.Value ?? []).Select(async key =>
            (key, await TryAsync(key, () => ask(grains.GetGrain<IRequestJournalGrain>(key)), cancellationToken)))))
        {
            if (answer is null)
            {
                unreachable.Add(Name(key));
            }
            else
            {
                answers.Add(new SiloAnswer<T>(Name(key), grains.GetGrain<IRequestJournalGrain>(key), answer.Value));
            }
        }

        if (others is null)
        {
            unreachable.Add("directory");
        }

        return new SiloAnswers<T>(answers, unreachable);
    }

    private async Task<SiloAnswer<T>?> TryAsync<T>(string who, Func<Task<T>> ask, CancellationToken cancellationToken)
    {
        try
        {
            return new SiloAnswer<T>(who, null, await ask().WaitAsync(Patience, time, cancellationToken));
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            LogNoAnswer(error, who);
            return null;
        }
    }

    private static string Name(string key) => key.LastIndexOf('@') is > 0 and var at ? key[..at] : key;

    [LoggerMessage(5132, LogLevel.Warning, "{Who} did not answer for its journal of requests")]
    private partial void LogNoAnswer(Exception exception, string who);
}
