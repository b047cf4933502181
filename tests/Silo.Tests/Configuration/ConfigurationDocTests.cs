using Granary.TestKit.Processes;

namespace Granary.Silo.Tests.Configuration;

/// <summary>
/// docs/configuration.md is rendered from the options classes. After a change: <c>GRANARY_UPDATE_DOCS=1 ./grains test Silo.Tests</c>.
/// </summary>
public sealed class ConfigurationDocTests
{
    [Fact]
    public void Configuration_document_is_what_the_options_classes_say()
    {
        var path = Path.Combine(Binaries.RepositoryRoot, "docs", "configuration.md");
        var rendered = ConfigurationDocument.Render(Path.Combine(Binaries.RepositoryRoot, "src"), AppContext.BaseDirectory);
        if (Environment.GetEnvironmentVariable("GRANARY_UPDATE_DOCS") == "1")
        {
            File.WriteAllText(path, rendered);
        }

        Assert.Equal(rendered, File.ReadAllText(path));
    }

    [Fact]
    public void Every_setting_has_a_meaning() =>
        Assert.All(OptionsSource.FindAll(Path.Combine(Binaries.RepositoryRoot, "src")), static source =>
        {
            Assert.NotEmpty(source.Summary);
            Assert.All(source.Properties, property => Assert.True(property.Summary.Length > 0, $"{source.TypeName}.{property.Name} has no summary."));
        });
}
