using System.Reflection;
using System.Text.RegularExpressions;
using Granary.Grains.Expressions;
using Granary.Grains.Runs.Documents;
using Granary.Grains.Steps.Samplers;
using Granary.Grains.Templates;

namespace Granary.Grains.Tests.Documents;

/// <summary>docs/run-document.md tells what exists, and its documents work.</summary>
public sealed partial class RunDocumentReferenceTests
{
    private static readonly string Text = File.ReadAllText(Path.Combine(Root(), "docs", "run-document.md"));

    [Fact]
    public void Reference_names_every_code_sampler_helper_and_function()
    {
        var codes = typeof(RunErrorCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => $"`{f.GetRawConstantValue()}`");
        var samplers = SamplerKinds.All.Keys.Select(s => $"| `{s}` |");
        var helpers = TemplateHelpers.All.Keys.Order(StringComparer.Ordinal);
        var functions = ExpressionFunctions.All.Keys.Order(StringComparer.Ordinal);

        Assert.All(codes.Concat(samplers), word => Assert.Contains(word, Text, StringComparison.Ordinal));
        Assert.Equal(helpers, Words("Helpers"));
        Assert.Equal(functions, Words("Functions"));
    }

    [Fact]
    public async Task Every_document_of_the_reference_compiles()
    {
        var documents = YamlBlock().Matches(Text).Select(m => m.Groups["yaml"].Value).ToList();

        Assert.NotEmpty(documents);
        foreach (var document in documents)
        {
            await RunDocuments.RunAsync(document);
        }
    }

    private static IEnumerable<string> Words(string what) =>
        Regex.Match(Text, what + ": (?<words>[a-zA-Z\\s]+)\\.", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["words"].Value
            .Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal);

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Grains.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("No Grains.sln above the tests.");
        }

        return folder.FullName;
    }

    [GeneratedRegex("```yaml\n(?<yaml>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex YamlBlock();
}
