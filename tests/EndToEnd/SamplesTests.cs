using Granary.TestKit;
using Granary.TestKit.Processes;

namespace Granary.EndToEnd;

/// <summary>The samples are good documents for the provider document beside them.</summary>
public sealed class SamplesTests
{
    private static readonly string Samples = Path.Combine(Binaries.RepositoryRoot, "samples");

    [Fact]
    public async Task Every_sample_passes_its_check()
    {
        using var folder = new TemporaryFolder();
        await using var silo = await SiloProcess.StartAsync(folder.File("data"), Path.Combine(Samples, "providers.yaml"));
        var documents = Directory.GetFiles(Samples, "*.yaml").Where(static file => Path.GetFileName(file) != "providers.yaml").Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(["countries.yaml", "reviews.yaml"], documents.Select(static file => Path.GetFileName(file)));
        foreach (var document in documents)
        {
            await using var check = ChildProcess.Start(Binaries.Cli, ["--server", silo.Address.ToString(), "run", document, "--check"]);
            var code = await check.ExitAsync();
            Assert.True(code == 0, $"{document} ended with {code}:\n{check.Output}");
        }
    }

    [Fact]
    public void Table_of_countries_is_whole()
    {
        var lines = File.ReadAllLines(Path.Combine(Samples, "countries.csv"));
        Assert.Equal("name,capital,population,area_km2", lines[0]);
        Assert.Equal(195, lines.Skip(1).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(196, lines.Length);
    }
}
