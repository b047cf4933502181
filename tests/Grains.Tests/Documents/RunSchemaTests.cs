using System.Text;
using System.Text.Json;
using Granary.Grains.Runs.Documents;
using Granary.Grains.Steps;
using Granary.Grains.Steps.Samplers;
using Granary.Grains.Steps.Schemas;
using Granary.TestKit;

namespace Granary.Grains.Tests.Documents;

/// <summary>The JSON Schema for editors says what the compiler says, as far as a schema can.</summary>
public sealed class RunSchemaTests
{
    private static readonly JsonElement _json = JsonElement.Parse(File.ReadAllBytes(Path.Combine(Root(), "src", "Api", "Runs", "run-document.schema.json")));
    private static readonly CompiledSchema _schema = SchemaCompiler.Compile(_json, out _)!;

    [Fact]
    public void It_knows_every_kind_and_sampler()
    {
        var kinds = typeof(IStepKind).Assembly.GetTypes().Count(static type => typeof(IStepKind).IsAssignableFrom(type) && !type.IsInterface);
        Assert.Equal(kinds, Words("kind").Length);
        Assert.Equal(SamplerKinds.All.Keys.Order(StringComparer.Ordinal), Words("sampler").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Documents_of_the_samples_and_the_reference_fit()
    {
        var texts = Directory.GetFiles(Path.Combine(Root(), "samples"), "*.yaml", SearchOption.AllDirectories).Where(static file => Path.GetFileName(file) != "providers.yaml").Select(File.ReadAllText)
            .Concat(File.ReadAllText(Path.Combine(Root(), "docs", "run-document.md")).Split("```yaml\n").Skip(1).Select(static block => block.Split("```")[0])).ToArray();
        Assert.True(texts.Length >= 5, $"{texts.Length} documents");
        Assert.All(texts, static text => Assert.Empty(Problems(text)));
    }

    [Theory]
    [InlineData("processors of no stage")]
    [InlineData("processors without entries")]
    [InlineData("processor with two forms")]
    [InlineData("processor of another form")]
    [InlineData("transform of no column")]
    [InlineData("zero rows")]
    [InlineData("unknown field")]
    [InlineData("window too wide")]
    [InlineData("window with fields that is not adaptive")]
    [InlineData("band")]
    [InlineData("column name")]
    [InlineData("unknown kind")]
    [InlineData("unknown sampler")]
    [InlineData("capture")]
    [InlineData("corrections")]
    [InlineData("rubrics")]
    [InlineData("unknown column field")]
    [InlineData("no columns")]
    [InlineData("deadline")]
    public void What_a_schema_can_see_it_refuses(string what) => Assert.NotEmpty(Problems(BadRunDocuments.All.Single(bad => bad.What == what).Text));

    private static IEnumerable<object> Problems(string yaml) =>
        _schema.Check(DocumentReader.Read(Encoding.UTF8.GetBytes(yaml), "yaml").Root!.ToJson()).Cast<object>();

    private static string[] Words(string property) =>
        [.. _json.GetProperty("$defs").GetProperty("column").GetProperty("properties").GetProperty(property).GetProperty("enum").EnumerateArray().Select(static word => word.GetString()!)];

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Grains.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("No Grains.sln above the tests.");
        }

        return folder.FullName;
    }
}
