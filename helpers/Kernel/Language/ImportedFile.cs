using Jupyter.Documents;

namespace CSharpKernel.Language;

/// <summary>A cell of a file that <c>#!import</c> names.</summary>
/// <param name="Name">The file, of a notebook also which of its cells of code it is: what errors call it.</param>
/// <param name="Code">Its text.</param>
internal sealed record ImportedCell(string Name, string Code);

/// <summary>A file that <c>#!import</c> names, as the cells that it is made of.</summary>
internal static class ImportedFile
{
    private static readonly string[] CSharp = ["csharp", "c#", "C#", "polyglot-notebook", "dotnet-interactive.csharp"];

    /// <summary>The code of a file, cell by cell; in a notebook each cell's language is said by a directive.</summary>
    /// <exception cref="DirectiveException">The file is missing or of a kind that cannot be imported.</exception>
    public static IReadOnlyList<ImportedCell> Read(string path)
    {
        try
        {
            var whole = WorkingFolder.Resolve(path);
            return Path.GetExtension(path).ToUpperInvariant() switch
            {
                // A .dib is one text: directives say where a cell begins and what it is in.
                ".CS" or ".CSX" or ".DIB" => [new ImportedCell(path, File.ReadAllText(whole))],
                ".IPYNB" => ReadNotebook(whole, path),
                _ => throw new DirectiveException($"#!import: {path} cannot be imported; its name must end in .cs, .csx, .ipynb or .dib."),
            };
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DirectiveException($"#!import: there is no file {path} in {WorkingFolder.Current}.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotebookFormatException)
        {
            throw new DirectiveException($"#!import: {path} cannot be read: {e.Message}");
        }
    }

    /// <summary>The code of a file as <see cref="Read"/> gives it; nothing if it cannot be imported.</summary>
    public static IReadOnlyList<ImportedCell> TryRead(string path)
    {
        try
        {
            return Read(path);
        }
        catch (DirectiveException)
        {
            return [];
        }
    }

    private static ImportedCell[] ReadNotebook(string path, string name)
    {
        var notebook = Notebook.Read(path);
        return [.. notebook.Cells.Where(cell => cell.Kind == CellKind.Code).Select((cell, i) => new ImportedCell(
            $"{name}, code cell {i + 1}",
            Language(cell, notebook) is { } language ? $"#!{language}\n{cell.Source}" : cell.Source))];
    }

    /// <summary>The language of a cell where it is not C#.</summary>
    private static string? Language(Cell cell, Notebook notebook)
    {
        var language = (string?)(cell.Metadata["polyglot_notebook"]?["kernelName"]
            ?? cell.Metadata["dotnet_interactive"]?["language"]
            ?? notebook.Language);
        return language is null || CSharp.Contains(language) ? null : language.ToLowerInvariant();
    }
}
