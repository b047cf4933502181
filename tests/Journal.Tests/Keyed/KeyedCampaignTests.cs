using System.Globalization;
using System.Text;
using Granary.Journal.Tests.Disk;
using Granary.TestKit;

namespace Granary.Journal.Tests.Keyed;

/// <summary>Random histories with power cuts and failing disks: the store is what a dictionary would be, and no version is given twice.</summary>
public sealed class KeyedCampaignTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Store_equals_a_dictionary_through_cuts_failures_and_compactions()
    {
        var compactions = 0L;
        for (var seed = 1; seed <= Campaign.Size("GRANARY_CUTS", 60); seed++)
        {
            var random = new Random(seed);
            var model = new Dictionary<string, (string ETag, string Value)>();
            var given = new HashSet<string>();
            var disk = new SimulatedDisk { CutAt = random.Next(10, 220), Torn = new Random(seed), FailOneOf = seed % 4 == 0 ? 30 : 0 };
            (string Key, string? Value)? underWay = null;
            for (var life = 0; life < 4; life++)
            {
                KeyedStore? store = null;
                try
                {
                    store = await KeyedStore.OpenAsync("/state", new KeyedStoreOptions { SegmentBytes = 1 << 20 }, new ManualClock(), disk, Token);
                    Settle(store, model, underWay);
                    underWay = null;
                    Check(store, model, $"seed {seed}, life {life}");
                    for (var step = 0; step < 50; step++)
                    {
                        var key = $"k{random.Next(12)}";
                        var value = random.Next(4) == 0 ? null : $"{seed}-{life}-{step}".PadRight(random.Next(10, 120_000), '.');
                        underWay = (key, value);
                        try
                        {
                            if (value is null)
                            {
                                await store.DeleteAsync("t", key, model.GetValueOrDefault(key).ETag, Token);
                                model.Remove(key);
                            }
                            else
                            {
                                var etag = await store.PutAsync("t", key, Encoding.ASCII.GetBytes(value), model.GetValueOrDefault(key).ETag, Token);
                                Assert.True(given.Add(etag), $"seed {seed}: version {etag} was given twice");
                                model[key] = (etag, value);
                            }
                        }
                        catch (JournalException failed) when (failed.Code == JournalErrorCodes.WriteFailed && store.Snapshot().Log.State == LogState.Working && !disk.IsOff)
                        {
                            continue;
                        }

                        underWay = null;
                    }

                    Check(store, model, $"seed {seed}, life {life}, at its end");
                }
                catch (Exception error) when (error is IOException or JournalException { Code: JournalErrorCodes.WriteFailed or JournalErrorCodes.Unavailable })
                {
                    compactions += 0;
                }

                disk.Cut();
                if (store is not null)
                {
                    compactions += store.Snapshot().Compactions;
                    await store.DisposeAsync();
                }

                disk = disk.Restart(random, random.Next(10, 220));
            }
        }

        Assert.True(compactions > 50, $"only {compactions} segments were compacted in all");
    }

    // The write under which the process ended happened or did not.
    private static void Settle(KeyedStore store, Dictionary<string, (string ETag, string Value)> model, (string Key, string? Value)? underWay)
    {
        if (underWay is not { } write)
        {
            return;
        }

        var stored = store.Get("t", write.Key);
        var value = stored is null ? null : Encoding.ASCII.GetString(stored.Payload.Span);
        if (value == write.Value)
        {
            model.Remove(write.Key);
            if (value is not null)
            {
                model[write.Key] = (stored!.ETag, value);
            }
        }
    }

    private static void Check(KeyedStore store, Dictionary<string, (string ETag, string Value)> model, string place)
    {
        var stored = store.List("t").ToDictionary(static pair => pair.Key, static pair => (pair.Value.ETag, Encoding.ASCII.GetString(pair.Value.Payload.Span)));
        var wrong = model.Keys.Union(stored.Keys).Where(key => !model.TryGetValue(key, out var expected) || !stored.TryGetValue(key, out var found) || expected != found);
        Assert.True(!wrong.Any(), string.Create(CultureInfo.InvariantCulture, $"{place}: {string.Join(", ", wrong)} differ"));
    }
}
