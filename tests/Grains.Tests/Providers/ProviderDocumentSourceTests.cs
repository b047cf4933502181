using Granary.Grains.Providers;
using Granary.Grains.Simulator;
using Granary.Grains.Tests.Models;
using Granary.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Granary.Grains.Tests.Providers;

public sealed class ProviderDocumentSourceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly CountingAdmission _admission = new();
    private readonly SimulatedProviders _simulated = new(new ManualClock());
    private readonly ProviderDirectory _directory;
    private readonly ProviderDocumentSource _source;

    public ProviderDocumentSourceTests()
    {
        _directory = new ProviderDirectory(_admission, new ProviderTransportFactory(_simulated), _simulated);
        _source = Source(_folder.File("providers.yaml"));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Changed_document_takes_force_whole()
    {
        Write(1, "w: { provider: p, model: m, cap: 8 }\n  v: { provider: p, model: m, cap: 4 }");
        _source.Load();
        var connection = _directory.Current.Connections["p"];
        var simulated = _simulated.Find("p");
        Write(2, "w: { provider: p, model: m, cap: 9 }\n  u: { provider: p, model: n }", "simulate: { limit: 3 }");
        _source.Refresh();

        Assert.Equal((2L, "u w"), (_directory.Revision, string.Join(' ', _directory.All.Select(a => a.Name))));
        Assert.Equal(
            ["+p/m/Chat v 4", "+p/m/Chat w 8", "+p/m/Chat w 9", "+p/n/Chat u 256", "-p/m v"], _admission.Registrations.Order(StringComparer.Ordinal));
        Assert.Equal("-p/m v", _admission.Registrations[^1]);
        Assert.Same(connection, _directory.Current.Connections["p"]);
        Assert.Same(simulated, _simulated.Find("p"));
        Assert.Equal(3, simulated!.Settings.Limit);
    }

    [Fact]
    public void Bad_change_leaves_the_old_document_in_force_and_is_told_once()
    {
        Write(1, "w: { provider: p, model: m }");
        _source.Load();
        Write(2, "w: { provider: q, model: m }");
        _source.Refresh();
        _source.Refresh();
        Assert.Equal((1L, "/aliases/w/provider"), (_directory.Revision, _source.LastErrors.Single().Path));
        Assert.NotNull(_directory.Find("w"));
        Write(3, "x: { provider: p, model: m }");
        _source.Refresh();
        Assert.Equal((2L, 0), (_directory.Revision, _source.LastErrors.Count));
        Assert.Null(_directory.Find("w"));
    }

    [Fact]
    public void Touched_file_of_the_same_content_changes_nothing()
    {
        Write(1, "w: { provider: p, model: m }");
        _source.Load();
        Write(2, "w: { provider: p, model: m }");
        _source.Refresh();
        Assert.Equal(1, _directory.Revision);
    }

    [Fact]
    public void File_that_goes_and_comes_back()
    {
        Write(1, "w: { provider: p, model: m }");
        _source.Load();
        File.Delete(_folder.File("providers.yaml"));
        _source.Refresh();
        Assert.NotNull(_directory.Find("w"));
        Write(2, "x: { provider: p, model: m }");
        _source.Refresh();
        Assert.NotNull(_directory.Find("x"));
    }

    [Fact]
    public void Swapped_link_is_noticed()
    {
        Write(1, "w: { provider: p, model: m }", file: "a.yaml");
        Write(1, "x: { provider: p, model: m }", file: "b.yaml");
        File.CreateSymbolicLink(_folder.File("providers.yaml"), _folder.File("a.yaml"));
        _source.Load();
        File.CreateSymbolicLink(_folder.File("next"), _folder.File("b.yaml"));
        File.Move(_folder.File("next"), _folder.File("providers.yaml"), overwrite: true);
        _source.Refresh();
        Assert.NotNull(_directory.Find("x"));
    }

    [Fact]
    public void Missing_file_that_was_asked_for_stops_the_start()
    {
        var failure = Assert.Throws<ProviderDocumentException>(_source.Load);
        Assert.Contains("the file does not exist. Set Gateway:ProvidersFile.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_file_stops_the_start_with_every_problem()
    {
        Write(1, "w: { provider: q, model: m, cap: 0 }");
        var failure = Assert.Throws<ProviderDocumentException>(_source.Load);
        Assert.Contains("/aliases/w/provider", failure.Message, StringComparison.Ordinal);
        Assert.Contains("/aliases/w/cap", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Changed_secret_file_is_read_again()
    {
        File.WriteAllText(_folder.File("key"), "one");
        File.SetLastWriteTimeUtc(_folder.File("key"), DateTime.UnixEpoch.AddDays(1));
        Write(1, "w: { provider: p, model: m }", $"keys: [ {{ secret: \"file:{_folder.File("key")}\" }} ]");
        _source.Load();
        var secret = _directory.Current.Connections["p"].Secret!;
        Assert.Equal("one", secret.Value);
        File.WriteAllText(_folder.File("key"), "two\n");
        _source.Refresh();
        Assert.Equal("two", secret.Value);
        File.Delete(_folder.File("key"));
        _source.Refresh();
        Assert.Equal("two", secret.Value);
    }

    [Theory]
    [InlineData("", "00:00:00.5", "Gateway:ProvidersFile")]
    [InlineData("x", "00:00:00.05", "Gateway:ProvidersPoll")]
    [InlineData("x", "00:02:00", "Gateway:ProvidersPoll")]
    public void Wrong_option_is_named(string file, string poll, string named)
    {
        var options = new GatewayOptions { ProvidersFile = file, ProvidersPoll = TimeSpan.Parse(poll, System.Globalization.CultureInfo.InvariantCulture) };
        Assert.Contains(named, new GatewayOptionsValidator().Validate(null, options).FailureMessage, StringComparison.Ordinal);
    }

    private ProviderDocumentSource Source(string file) =>
        new(Options.Create(new GatewayOptions { ProvidersFile = file }), _directory, NullLogger<ProviderDocumentSource>.Instance);

    /// <summary>Each version has a time of its own: two writes within one tick of the file system would look the same.</summary>
    private void Write(int version, string aliases, string more = "", string file = "providers.yaml")
    {
        var text = $"version: 1\nproviders:\n  p: {{ kind: simulator{(more.Length > 0 ? ", " + more : string.Empty)} }}\naliases:\n  {aliases}\n";
        File.WriteAllText(_folder.File(file), text);
        File.SetLastWriteTimeUtc(_folder.File(file), DateTime.UnixEpoch.AddDays(version));
    }
}
