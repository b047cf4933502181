using System.Text;
using Granary.Grains.Artifacts;
using Granary.TestKit;
using Microsoft.Extensions.Options;

namespace Granary.Grains.Tests.Artifacts;

public sealed class FolderArtifactStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FolderArtifactStore _store;

    public FolderArtifactStoreTests() => _store = new FolderArtifactStore(Options.Create(new StorageOptions { Folder = _folder.Path }));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Written_object_is_read_back_and_listed_by_name()
    {
        await WriteAsync("runs/b/2.txt", "two");
        await WriteAsync("runs/b/1.txt", "one!");
        await WriteAsync("runs/bc.txt", "other");

        Assert.Equal("one!", await ReadAsync("runs/b/1.txt"));
        var listed = await _store.ListAsync("runs/b/", Token);
        Assert.Equal([("runs/b/1.txt", 4L), ("runs/b/2.txt", 3L)], listed.Select(l => (l.Name, l.Length)));
        Assert.Equal(3, (await _store.ListAsync("runs/b", Token)).Count);
        Assert.Equal(3, (await _store.ListAsync("", Token)).Count);
    }

    [Fact]
    public async Task Replacing_is_atomic_and_leaves_no_temporary()
    {
        await WriteAsync("a/b", "old");
        await WriteAsync("a/b", "new");

        Assert.Equal("new", await ReadAsync("a/b"));
        Assert.Equal(["b"], Directory.GetFiles(Path.GetDirectoryName(_store.Locate("a/b"))!).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Failed_write_shows_nothing_and_keeps_what_was_there()
    {
        await WriteAsync("a", "old");

        await Assert.ThrowsAsync<InvalidOperationException>(() => _store.WriteAsync(
            "a",
            async (s, t) =>
            {
                await s.WriteAsync("half"u8.ToArray(), t);
                throw new InvalidOperationException("broken");
            },
            Token));

        Assert.Equal("old", await ReadAsync("a"));
        Assert.Single(await _store.ListAsync("", Token));
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(_store.Locate("a"))!));
    }

    [Fact]
    public async Task Missing_object_is_null_and_deleting_it_is_no_error()
    {
        Assert.Null(await _store.OpenReadAsync("no/such", Token));
        await _store.DeleteAsync("no/such", Token);
        await WriteAsync("x", "y");
        await _store.DeleteAsync("x", Token);
        Assert.Null(await _store.OpenReadAsync("x", Token));
        Assert.Empty(await _store.ListAsync("nothing/here", Token));
    }

    [Fact]
    public async Task Reader_of_a_replaced_object_reads_the_old_one_to_its_end()
    {
        await WriteAsync("a", "old content");
        await using var reading = await _store.OpenReadAsync("a", Token);
        await WriteAsync("a", "new");

        using var text = new StreamReader(reading!);
        Assert.Equal("old content", await text.ReadToEndAsync(Token));
    }

    [Fact]
    public async Task Leftover_of_a_crash_is_not_listed()
    {
        await WriteAsync("a/b", "x");
        await File.WriteAllTextAsync(_store.Locate("a/b") + ".77-1.partial", "half", Token);

        Assert.Equal(["a/b"], (await _store.ListAsync("a/", Token)).Select(l => l.Name));
    }

    private Task WriteAsync(string name, string text) =>
        _store.WriteAsync(name, async (s, t) => await s.WriteAsync(Encoding.UTF8.GetBytes(text), t), Token);

    private async Task<string> ReadAsync(string name)
    {
        await using var stream = await _store.OpenReadAsync(name, Token);
        using var reader = new StreamReader(stream!);
        return await reader.ReadToEndAsync(Token);
    }
}
