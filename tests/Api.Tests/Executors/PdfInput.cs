namespace Granary.Api.Tests.Executors;

internal sealed record PdfInput(string Text, int Copies);
