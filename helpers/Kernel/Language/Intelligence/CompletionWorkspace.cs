using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace CSharpKernel.Language.Intelligence;

/// <summary>
/// Roslyn's completion service, for a cell that is being typed. It sees two submissions, however many cells there were: all
/// that they have declared, and the cell behind it. To make the first one takes long; it loads what no cell needs to run.
/// Not safe to use from several threads at once.
/// </summary>
internal sealed class CompletionWorkspace
{
    private readonly ProjectId _earlierProject = ProjectId.CreateNewId();
    private readonly ProjectId _cellProject = ProjectId.CreateNewId();
    private readonly DocumentId _earlier;
    private readonly DocumentId _cell;
    private readonly EarlierCells _cells;
    private Solution _solution;

    public CompletionWorkspace(EarlierCells cells, IEnumerable<string> imports, MetadataReferenceResolver resolver)
    {
        _cells = cells;
        var options = new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary, usings: imports, allowUnsafe: true, metadataReferenceResolver: resolver);
        _earlier = DocumentId.CreateNewId(_earlierProject);
        _cell = DocumentId.CreateNewId(_cellProject);
        _solution = new AdhocWorkspace(CompletionServices.Create()).CurrentSolution
            .AddProject(Project(_earlierProject, "earlier cells"))
            .AddProject(Project(_cellProject, "cell").WithProjectReferences([new ProjectReference(_earlierProject)]))
            .AddDocument(Document(_earlier))
            .AddDocument(Document(_cell));

        ProjectInfo Project(ProjectId id, string name) => ProjectInfo.Create(
            id,
            VersionStamp.Default,
            name,
            name,
            LanguageNames.CSharp,
            compilationOptions: options,
            parseOptions: SubmissionChain.ParseOptions,
            isSubmission: true);

        static DocumentInfo Document(DocumentId id) =>
            DocumentInfo.Create(id, "text", sourceCodeKind: SourceCodeKind.Script);
    }

    /// <summary>Takes over what the cells so far have declared and referenced.</summary>
    public void UpdateEarlierCells() => _solution = _solution
        .WithDocumentText(_earlier, SourceText.From(_cells.Text))
        .WithProjectMetadataReferences(_earlierProject, _cells.References)
        .WithProjectMetadataReferences(_cellProject, _cells.References);

    /// <summary>The cell with a new text.</summary>
    public Document Cell(string text)
    {
        _solution = _solution.WithDocumentText(_cell, SourceText.From(text));
        return _solution.GetDocument(_cell)!;
    }
}
