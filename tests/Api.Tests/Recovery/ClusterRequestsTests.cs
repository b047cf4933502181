using System.Net;
using System.Text.Json;

using Granary.Api.Recovery;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Granary.Api.Tests.Recovery;

/// <summary>The journals of several silos, seen from one.</summary>
public sealed class ClusterRequestsTests
{
    [Fact]
    public async Task Entries_and_dead_letters_of_all_silos_are_listed_newest_first_page_by_page()
    {
        await using var other = await StartAsync();
        await using var here = await StartAsync();
        here.Peers.Add("other", other.Journal);
        List<string> ids = [await DeadAsync(other), await DeadAsync(here), await DeadAsync(other), await DeadAsync(here)];

        List<string> listed = [];
        var path = "admin/journal/dead-letters?limit=1";
        for (var after = ""; after is not null;)
        {
            var (_, page) = await here.JsonAsync(HttpMethod.Get, path + (after.Length > 0 ? $"&after={after}" : ""));
            listed.AddRange(Ids(page));
            after = page.GetProperty("next").GetString();
            Assert.Equal(0, page.GetProperty("unreachable").GetArrayLength());
        }

        Assert.Equal(ids.AsEnumerable().Reverse(), listed);
        var (_, entries) = await here.JsonAsync(HttpMethod.Get, "admin/journal/entries?state=dead_letter");
        Assert.Equal(listed, Ids(entries));
        var (_, status) = await here.JsonAsync(HttpMethod.Get, "admin/journal");
        Assert.Equal(["self", "other"], status.GetProperty("silos").EnumerateArray().Select(static silo => silo.GetProperty("silo").GetString()));
        Assert.Equal([2, 2], status.GetProperty("silos").EnumerateArray().Select(static silo => silo.GetProperty("journal").GetProperty("deadLetters").GetInt32()));
    }

    [Fact]
    public async Task Dead_letter_of_another_silo_is_shown_sent_back_and_its_answer_fetched()
    {
        var status = 503;
        await using var other = await StartAsync(() => Results.Text("late", statusCode: status));
        await using var here = await StartAsync();
        here.Peers.Add("other", other.Journal);
        var id = await DeadAsync(other);
        var (_, shown) = await here.JsonAsync(HttpMethod.Get, $"admin/journal/dead-letters/{id}?body=1");
        Assert.Equal(("the body", id), (shown.GetProperty("body").GetString(), shown.GetProperty("letter").GetProperty("id").GetString()));

        status = 200;
        var (code, _) = await here.JsonAsync(HttpMethod.Post, $"admin/journal/dead-letters/{id}/retry");
        Assert.Equal(200, code);
        await here.UntilAsync(id, "completed");
        using var answer = await here.SendAsync(HttpMethod.Get, $"v1/requests/{id}/response", null);
        Assert.Equal("late", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(404, (await here.JsonAsync(HttpMethod.Get, "v1/requests/req_00000000000000000000000000000000")).Status);
    }

    [Fact]
    public async Task Filter_acts_on_all_silos_when_the_number_is_as_expected()
    {
        await using var other = await StartAsync();
        await using var here = await StartAsync();
        here.Peers.Add("other", other.Journal);
        List<string> ids = [await DeadAsync(other), await DeadAsync(here), await DeadAsync(other)];
        Assert.Equal(409, (await here.JsonAsync(HttpMethod.Post, "admin/journal/dead-letters/discard", """{"expected":1}""")).Status);
        var (_, done) = await here.JsonAsync(HttpMethod.Post, "admin/journal/dead-letters/discard", """{"expected":3}""");
        Assert.Equal(3, done.GetProperty("done").GetInt32());
        foreach (var id in ids)
        {
            Assert.Equal("discarded", (await here.UntilAsync(id, "dropped")).GetProperty("reason").GetString());
        }
    }

    [Fact]
    public async Task Silo_that_does_not_answer_is_named_and_nothing_is_done_to_many_without_it()
    {
        await using var here = await StartAsync();
        here.Peers.AddSilent("gone");
        var id = await DeadAsync(here);
        var (_, list) = await here.JsonAsync(HttpMethod.Get, "admin/journal/dead-letters");
        Assert.Equal([id], Ids(list));
        Assert.Equal("gone", list.GetProperty("unreachable")[0].GetString());
        Assert.Equal(503, (await here.JsonAsync(HttpMethod.Post, "admin/journal/dead-letters/discard", """{"expected":1}""")).Status);
        Assert.Equal("dead_letter", (await here.UntilAsync(id, "dead_letter")).GetProperty("state").GetString());
    }

    [Fact]
    public async Task Space_is_given_back_on_request()
    {
        await using var here = await StartAsync();
        var (status, done) = await here.JsonAsync(HttpMethod.Post, "admin/journal/compact");
        Assert.Equal((200, 0), (status, done.GetProperty("bytesAfter").GetInt32()));
    }

    private static Task<RecoveryRig> StartAsync(Func<IResult>? answer = null) => RecoveryRig.StartAsync(
        new MemoryJournal(),
        app => app.MapPost("/work", answer ?? (static () => Results.StatusCode(503))).Recoverable(),
        settings: ("Recovery:MaxRecoveryAttempts", "1"));

    private static async Task<string> DeadAsync(RecoveryRig rig)
    {
        using var response = await rig.PostAsync("work", "the body");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        var id = response.Headers.GetValues("x-request-id").Single();
        await rig.UntilAsync(id, "dead_letter");
        return id;
    }

    private static IEnumerable<string> Ids(JsonElement page) => page.GetProperty("items").EnumerateArray().Select(static item => item.GetProperty("id").GetString()!);
}
