using System.Text;
using Granary.Grains.Seeds;
using Granary.Grains.Tests.Documents;
using Granary.Grains.Tests.Steps;
using Granary.TestKit;

namespace Granary.Grains.Tests.Seeds;

public sealed class SeedTests
{
    [Fact]
    public async Task Rows_default_to_the_records_and_repeat_beyond_them()
    {
        var run = await RunDocuments.RunAsync("name: x\nseed: { rows: [ { a: 1 }, { a: two, b: [3] } ] }\ncolumns: [ { name: a, kind: seed }, { name: b, kind: seed } ]");

        Assert.Equal(2, run.Rows);
        Assert.Equal(["1", "\"two\"", "1", "\"two\"", "1"], await run.ValuesAsync("a", 5));
        Assert.Equal(["null", "[3]"], await run.ValuesAsync("b", 2));
    }

    [Fact]
    public async Task Csv_text_is_read_as_the_columns_type()
    {
        var artifacts = new MemoryArtifacts().With("data/c.csv", "\uFEFFname,population,note\r\n\"Rome, \"\"IT\"\"\",2870500,\"two\nlines\"\r\n\r\nBern,,\r\n");
        var run = await RunDocuments.RunAsync("""
            name: x
            seed: { path: data/c.csv }
            columns:
              - { name: name, kind: seed, type: string }
              - { name: people, kind: seed, field: population, type: "int?" }
              - { name: raw, kind: seed, field: population }
              - { name: note, kind: seed, type: "string?" }
              - { name: strict, kind: seed, field: population, type: int }
            """, artifacts);

        Assert.Equal(["\"Rome, \\\"IT\\\"\"", "\"Bern\""], await run.ValuesAsync("name", 2));
        Assert.Equal(["2870500", "null"], await run.ValuesAsync("people", 2));
        Assert.Equal(["\"2870500\"", "\"\""], await run.ValuesAsync("raw", 2));
        Assert.Equal(["\"two\\nlines\"", "null"], await run.ValuesAsync("note", 2));
        Assert.Equal("type_mismatch", (await run.RunAsync("strict", 1)).Failure!.Kind);
    }

    [Fact]
    public async Task Json_values_must_fit_the_columns_type()
    {
        var artifacts = new MemoryArtifacts().With("files/file-1", "{\"n\": 1}\n\n{\"n\": \"1\"}\r\n{}");
        var run = await RunDocuments.RunAsync("name: x\nseed: { path: file-1, format: jsonl }\ncolumns: [ { name: n, kind: seed, type: int } ]", artifacts);

        Assert.Equal(3, run.Rows);
        Assert.Equal("1", (await run.RunAsync("n", 0)).Value.GetRawText());
        Assert.Contains("holds string", (await run.RunAsync("n", 1)).Failure!.Message, StringComparison.Ordinal);
        Assert.Contains("holds null", (await run.RunAsync("n", 2)).Failure!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.csv", "a,b\n1,2\n1\n1,2,3\n", "line 3: 1 fields|line 4: 3 fields")]
    [InlineData("a.csv", "a,a\n1,2\n", "line 1: the header names `a` twice")]
    [InlineData("a.csv", "a,\n1,2\n", "line 1: a field of the header has no name")]
    [InlineData("a.csv", "a,b\n1,\"x\n", "line")]
    [InlineData("a.csv", "a,b\n", "no record")]
    [InlineData("a.csv", "", "no record")]
    [InlineData("a.jsonl", "{\"a\":1}\n[1]\n{bad}\n{\"a\":1} x\n", "line 2: the line is no JSON object|line 3: the line is no JSON object|line 4: the line is no JSON object")]
    [InlineData("a.jsonl", "\n\n", "no record")]
    [InlineData("a.jsonl", "{\"a\":\"\\ud800\"}", "line 1: the line holds")]
    public async Task Bad_dataset_is_named_with_its_lines_before_anything_starts(string name, string text, string parts)
    {
        var errors = await RunDocuments.ErrorsAsync($"name: x\nseed: {{ path: {name} }}\ncolumns: [ {{ name: a, kind: seed }} ]", new MemoryArtifacts().With(name, text));

        Assert.All(errors, e => Assert.Equal(("run_seed", "/seed/path"), (e.Code, e.Pointer)));
        Assert.Equal(parts.Split('|').Length, errors.Length);
        Assert.All(parts.Split('|').Zip(errors.Select(e => e.Message).Order(StringComparer.Ordinal)), p => Assert.Contains(p.First, p.Second, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Invalid_utf8_is_named_with_its_line()
    {
        var artifacts = new MemoryArtifacts().With("a.csv", [.. "a\nx\n"u8, 0xFF]).With("b.jsonl", [.. "{\"a\":1}\n{\"a\":\""u8, 0xFF, .. "\"}"u8]);

        Assert.Contains("line 3", Assert.Single(await RunDocuments.ErrorsAsync("name: x\nseed: { path: a.csv }\ncolumns: [ { name: a, kind: seed } ]", artifacts)).Message, StringComparison.Ordinal);
        Assert.Contains("line 2", Assert.Single(await RunDocuments.ErrorsAsync("name: x\nseed: { path: b.jsonl }\ncolumns: [ { name: a, kind: seed } ]", artifacts)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Partitions_cover_the_dataset_once_whatever_their_order()
    {
        var artifacts = new MemoryArtifacts().With("a.csv", Numbers(10));
        var all = new List<string>();
        foreach (var index in Enumerable.Range(0, 3))
        {
            var run = await RunDocuments.RunAsync(
                $"name: x\nseed: {{ path: a.csv, order: shuffled, partition: {{ index: {index}, of: 3 }} }}\ncolumns: [ {{ name: n, kind: seed, type: int }} ]", artifacts);
            all.AddRange(await run.ValuesAsync("n", (int)run.Rows));
        }

        Assert.Equal(Enumerable.Range(0, 10), all.Select(int.Parse).Order());
    }

    [Fact]
    public async Task Shuffle_is_a_permutation_that_depends_on_the_seed_alone()
    {
        var artifacts = new MemoryArtifacts().With("a.csv", Numbers(1_000));
        async Task<int[]> Order(int seed) => Array.ConvertAll(
            await (await RunDocuments.RunAsync($"name: x\nrandomSeed: {seed}\nseed: {{ path: a.csv, order: shuffled }}\ncolumns: [ {{ name: n, kind: seed, type: int }} ]", artifacts)).ValuesAsync("n", 1_000),
            int.Parse);
        var (first, again, other) = (await Order(1), await Order(1), await Order(2));

        Assert.Equal(Enumerable.Range(0, 1_000), first.Order());
        Assert.Equal(first, again);
        Assert.NotEqual(first, other);
        Assert.NotEqual(first, first.Order());
        Assert.Equal([310, 850, 888, 413, 942, 325, 474, 449], first[..8]);
    }

    [Fact]
    public async Task Digest_tells_a_changed_dataset()
    {
        async Task<string> Digest(string text) =>
            (await RunDocuments.RunAsync("name: x\nseed: { path: a.csv }\ncolumns: [ { name: n, kind: seed } ]", new MemoryArtifacts().With("a.csv", text))).Seed!.Digest;

        Assert.Equal(await Digest("n\n1\n2\n"), await Digest("n\r\n1\r\n\"2\"\r\n"));
        Assert.NotEqual(await Digest("n\n1\n2\n"), await Digest("n\n1\n3\n"));
    }

    [Fact]
    public async Task File_of_the_data_folder_is_found_but_no_link_out_of_it()
    {
        using var folder = new TemporaryFolder();
        using var outside = new TemporaryFolder();
        await File.WriteAllTextAsync(outside.File("secret.csv"), "n\n1\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(folder.File("ok.csv"), "n\n1\n", TestContext.Current.CancellationToken);
        File.CreateSymbolicLink(folder.File("link.csv"), outside.File("secret.csv"));
        Directory.CreateSymbolicLink(folder.File("sub"), outside.Path);
        async Task<bool> Found(string path) => (await RunDocuments.CompileAsync(
            RunDocuments.Yaml($"name: x\nseed: {{ path: {path} }}\ncolumns: [ {{ name: n, kind: seed }} ]"), folder: folder.Path)).Run is not null;

        Assert.True(await Found("ok.csv"));
        Assert.False(await Found("link.csv"));
        Assert.False(await Found("sub/secret.csv"));
        Assert.False(await Found("../ok.csv"));
        Assert.False(await Found("/etc/hosts.csv"));
    }

    [Fact]
    public async Task Dataset_above_the_bound_is_refused()
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(Numbers(1_000)));
        var reading = await SeedReader.ReadAsync(stream, "csv", 1_024, TestContext.Current.CancellationToken);

        Assert.Contains("Runs:Seeds:MaxBytes", Assert.Single(reading.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_name_every_bad_value()
    {
        var result = new SeedOptionsValidator().Validate(null, new SeedOptions { Folder = "/nowhere/at/all", MaxBytes = 5 });

        Assert.Equal(2, result.Failures!.Count());
        Assert.True(new SeedOptionsValidator().Validate(null, new SeedOptions()).Succeeded);
    }

    private static string Numbers(int count) => "n\n" + string.Join('\n', Enumerable.Range(0, count)) + "\n";
}
