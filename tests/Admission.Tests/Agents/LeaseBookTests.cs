using Granary.Admission.Agents;

namespace Granary.Admission.Tests.Agents;

/// <summary>The lease table and its expiries, against the same rules written down the slow way.</summary>
public sealed class LeaseBookTests
{
    private static readonly AdmissionRequest Request = new(new ResourceKey("p", "m", Domain.Chat), "t");

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Finds_what_is_in_and_nothing_else(int seed)
    {
        var random = new Random(seed);
        var table = new LeaseTable();
        var model = new Dictionary<long, ActiveLease>();
        var next = 0L;
        for (var step = 0; step < 20_000; step++)
        {
            if (random.Next(100) < (step % 4000 < 2000 ? 60 : 40))
            {
                var lease = new ActiveLease { Number = ++next };
                table.Add(lease);
                model.Add(next, lease);
            }
            else if (model.Count > 0)
            {
                var number = model.Keys.ElementAt(random.Next(model.Count));
                table.Remove(number);
                model.Remove(number);
            }

            var probe = random.NextInt64(1, next + 2);
            Assert.Same(model.GetValueOrDefault(probe), table.Find(probe));
            Assert.Equal(model.Count, table.Count);
        }

        Assert.Equal(model.Values.OrderBy(static l => l.Number), table.All.OrderBy(static l => l.Number));
        Assert.All(model, pair => Assert.Same(pair.Value, table.Find(pair.Key)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Leases_expire_at_their_instant_in_order_whatever_was_renewed(int seed)
    {
        var random = new Random(seed);
        var book = new LeaseBook(9, 60);
        var model = new Dictionary<long, double>();
        var held = new Dictionary<long, RequestLease>();
        var lives = new Dictionary<long, double>();
        var now = 0.0;
        for (var step = 0; step < 5_000; step++)
        {
            now += random.NextDouble();
            while (book.TakeExpired(now) is { } expired)
            {
                Assert.Equal(model.Min(static m => m.Value), expired.ExpiresAt);
                Assert.True(expired.ExpiresAt <= now);
                Assert.True(model.Remove(expired.Number));
                Assert.False(book.Renew(held[expired.Number], null, now));
            }

            Assert.All(model.Values, at => Assert.True(at > now));
            Assert.Equal(model.Count == 0 ? double.PositiveInfinity : model.Min(static m => m.Value), book.NextExpiry);
            var kind = random.Next(10);
            if (kind < 4)
            {
                TimeSpan? own = random.Next(3) == 0 ? TimeSpan.FromSeconds(random.Next(0, 400)) : null;
                var lease = book.Give(Request with { LeaseLife = own }, 1, 1, 0, 1, now);
                lives[lease.Number] = Math.Clamp(own?.TotalSeconds ?? 60, 1, 300);
                model[lease.Number] = now + lives[lease.Number];
                held[lease.Number] = lease.ToLease(9);
                Assert.Equal(model[lease.Number], lease.ExpiresAt);
            }
            else if (model.Count > 0)
            {
                var number = model.Keys.ElementAt(random.Next(model.Count));
                if (kind < 7)
                {
                    TimeSpan? own = random.Next(3) == 0 ? TimeSpan.FromSeconds(random.Next(0, 400)) : null;
                    lives[number] = own is { } life ? Math.Clamp(life.TotalSeconds, 1, 300) : lives[number];
                    Assert.True(book.Renew(held[number], own, now));
                    model[number] = Math.Max(model[number], now + lives[number]);
                }
                else
                {
                    Assert.Equal(ReleaseResult.Released, book.Release(held[number], out var closed, out _));
                    Assert.Equal(number, closed!.Number);
                    model.Remove(number);
                }
            }

            Assert.Equal(model.Count, book.Count);
        }
    }

    [Fact]
    public void A_copy_with_any_field_changed_is_another_lease()
    {
        var book = new LeaseBook(9, 60);
        var lease = book.Give(Request with { EstimatedTokens = 5 }, 3, 4, 7, 2, 1).ToLease(9);
        Assert.Equal(new RequestLease(9, 1, Request.Key, "t", Band.Bulk, 1, 3, 4, 7, 5, 2, 61), lease);
        RequestLease[] others =
        [
            lease with { Key = new ResourceKey("p", "m", Domain.Image) }, lease with { Tenant = "u" }, lease with { Band = Band.Standard },
            lease with { AcquiredAt = 2 }, lease with { Limit = 2 }, lease with { EffectiveCap = 5 }, lease with { Generation = 8 },
            lease with { EstimatedTokens = 6 }, lease with { Level = 1 },
        ];
        Assert.All(others, other =>
        {
            Assert.Equal(ReleaseResult.StaleLease, book.Release(other, out var closed, out var late));
            Assert.Null(closed);
            Assert.False(late);
            Assert.Null(book.Accept(other));
            Assert.False(book.Renew(other, null, 1));
        });
        Assert.Null(book.Accept(lease with { Incarnation = 8 }));
        Assert.Equal(1, book.Accept(lease)!.Number);
        Assert.Null(book.Accept(lease));
        Assert.Equal(ReleaseResult.Released, book.Release(lease with { ExpiresAt = 5 }, out _, out _));
        Assert.Equal(ReleaseResult.UnknownLease, book.Release(lease with { Number = 0 }, out _, out _));
    }

    [Fact]
    public void Memory_does_not_grow_with_the_leases_served()
    {
        var book = new LeaseBook(9, 60);
        for (var i = 0; i < 20_000; i++)
        {
            book.Release(book.Give(Request, 1, 1, 0, 1, 0).ToLease(9), out _, out _);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            book.Release(book.Give(Request, 1, 1, 0, 1, 0).ToLease(9), out _, out _);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(double.PositiveInfinity, book.NextExpiry);
    }
}
