using System.Text.RegularExpressions;
using Granary.Architecture.Tests.House;

namespace Granary.Architecture.Tests;

/// <summary>How the sources are laid out. Declarations of top-level types stand at the start of a line, because namespaces are file-scoped.</summary>
public sealed partial class SourceLayoutTests(ITestOutputHelper output)
{
    private const int LongestFile = 400;

    // Words of others, kept so that they are recognized: what Handlebars calls its functions, and a type of the Orleans API.
    private static readonly string[] WordsOfOthers = ["TemplateHelper.cs", "TemplateHelpers.cs", "ObserverManager.cs"];

    private static readonly string[] GrainRuntimeRooms = ["src/Embedded/", "src/Silo/Cluster/", "src/Silo/Embedded/"];

    [Fact]
    public void One_top_level_type_per_file_named_as_the_file()
    {
        var wrong = new List<string>();
        foreach (var path in Repository.Sources("src"))
        {
            var types = TopLevelType().Matches(File.ReadAllText(path)).Select(static match => match.Groups["name"].Value).Distinct().ToList();
            var expected = Path.GetFileName(path).Split('.', '{')[0];
            if (types.Count > 1 || (types.Count == 1 && types[0] != expected))
            {
                wrong.Add($"{Repository.Relative(path)} declares {string.Join(", ", types)}");
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void Namespace_is_the_projects_and_follows_the_folders()
    {
        var wrong = new List<string>();
        foreach (var path in Repository.Sources("src"))
        {
            // The two ways to host grains are one type in two folders, of which a build has one.
            var match = FileNamespace().Match(File.ReadAllText(path));
            if (!match.Success || Repository.Relative(path).StartsWith("src/Silo/Cluster/", StringComparison.Ordinal)
                || Repository.Relative(path).StartsWith("src/Silo/Embedded/", StringComparison.Ordinal))
            {
                continue;
            }

            // A folder may group files of one namespace, but a namespace never leaves its folders.
            var folders = "Granary." + Path.GetDirectoryName(Repository.Relative(path))!["src/".Length..].Replace('/', '.');
            var name = match.Groups["name"].Value;
            var project = string.Join('.', folders.Split('.').Take(2));
            if (!(folders + ".").StartsWith(name + ".", StringComparison.Ordinal) || !(name + ".").StartsWith(project + ".", StringComparison.Ordinal))
            {
                wrong.Add($"{Repository.Relative(path)}: {name}");
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void No_file_is_long_and_most_are_short()
    {
        var lengths = Repository.Sources("src").Select(static path => (Path: Repository.Relative(path), Lines: File.ReadLines(path).Count())).OrderBy(static file => file.Lines).ToList();
        output.WriteLine($"{lengths.Count} files, median {lengths[lengths.Count / 2].Lines} lines, 95th percentile {lengths[lengths.Count * 95 / 100].Lines}, longest:");
        lengths.TakeLast(5).Reverse().ToList().ForEach(file => output.WriteLine($"  {file.Lines} {file.Path}"));
        Assert.DoesNotContain(lengths, static file => file.Lines > LongestFile);
        Assert.InRange(lengths[lengths.Count / 2].Lines, 1, 60);
    }

    [Fact]
    public void Nothing_is_called_common_utils_helpers_or_manager() =>
        Assert.DoesNotContain(
            Repository.Sources("src").Select(Repository.Relative).Where(static path => !WordsOfOthers.Contains(Path.GetFileName(path))),
            static path => NotOneThing().IsMatch(path));

    [Fact]
    public void Nothing_unfinished_is_left_behind() =>
        Assert.Equal([], LinesLike(Unfinished(), Repository.Sources("src").Concat(Repository.Sources("tests"))
            .Where(static path => !path.EndsWith(nameof(SourceLayoutTests) + ".cs", StringComparison.Ordinal))));

    [Fact]
    public void Grain_code_names_neither_grain_runtime() =>
        Assert.Equal([], LinesLike(GrainRuntimeName(), Repository.Sources("src")
            .Where(static path => !GrainRuntimeRooms.Any(room => Repository.Relative(path).StartsWith(room, StringComparison.Ordinal)))));

    private static IEnumerable<string> LinesLike(Regex pattern, IEnumerable<string> paths) => paths
        .SelectMany(static path => File.ReadLines(path).Select((line, index) => (path, line, index)))
        .Where(found => pattern.IsMatch(found.line))
        .Select(static found => $"{Repository.Relative(found.path)}:{found.index + 1}: {found.line.Trim()}");

    [GeneratedRegex(
        @"^(?:(?:public|internal|file|sealed|static|abstract|partial|readonly|ref|unsafe)\s+)*(?:record\s+struct|record\s+class|record|class|struct|interface|enum|delegate\s+[\w<>\[\]?,. ]+?)\s+(?<name>[A-Z]\w*)",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex TopLevelType();

    [GeneratedRegex(@"^namespace\s+(?<name>[\w.]+);", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FileNamespace();

    [GeneratedRegex("(Common|Utils?|Helpers?|Managers?)(/|[.]cs$|[.])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NotOneThing();

    [GeneratedRegex(@"//.*\b(TODO|FIXME|HACK|XXX)\b|NotImplementedException", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"^\s*(global\s+)?using\s+(static\s+)?(\w+\s*=\s*)?(global::)?(Orleans|Granary\.Embedded)\b|global::Orleans\b|(?<![\w.])(Orleans|Granary\.Embedded)\.[A-Z]\w*[.(<;]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex GrainRuntimeName();
}
