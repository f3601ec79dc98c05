using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CSharpKernel.Language;

/// <summary>
/// Writes a call to <see cref="CellGate.Check"/> into every loop, jump, function and lambda of a cell, without a line break,
/// so that the lines of the cell stay what they were.
/// </summary>
internal sealed class GateWriter : CSharpSyntaxWalker
{
    private readonly EditedText _text;
    private readonly string _check;
    private readonly string _enter;
    private readonly string _enterAsync;
    private readonly string _initialize;
    private readonly Lazy<SemanticModel>? _meaning;

    private GateWriter(EditedText text, int cell, Lazy<SemanticModel>? meaning)
    {
        _text = text;
        _check = Call(nameof(CellGate.Check)) + ";";
        _enter = Call(nameof(CellGate.Enter)) + ";";
        _enterAsync = Call(nameof(CellGate.EnterAsync)) + ";";
        _initialize = $"!{Call(nameof(CellGate.Initialize))}?throw null:";
        _meaning = meaning;

        string Call(string gate) =>
            string.Create(CultureInfo.InvariantCulture, $"global::{typeof(CellGate).FullName}.{gate}({cell})");
    }

    /// <summary>Adds the gates of a cell.</summary>
    /// <param name="root">The cell's syntax.</param>
    /// <param name="cell">The cell's number at the gate.</param>
    /// <param name="text">Takes the insertions.</param>
    /// <param name="meaning">
    /// What the cell's expressions mean; asked for only if syntax does not tell. Without it, lambdas that are one expression
    /// have no gate.
    /// </param>
    public static void Write(SyntaxNode root, int cell, EditedText text, Lazy<SemanticModel>? meaning) =>
        new GateWriter(text, cell, meaning).Visit(root);

    public override void VisitWhileStatement(WhileStatementSyntax node)
    {
        Visit(node.Condition);
        VisitBody(node.Statement);
    }

    public override void VisitDoStatement(DoStatementSyntax node)
    {
        VisitBody(node.Statement);
        Visit(node.Condition);
    }

    public override void VisitForStatement(ForStatementSyntax node)
    {
        Visit(node.Declaration);
        foreach (var expression in node.Initializers) Visit(expression);
        Visit(node.Condition);
        foreach (var expression in node.Incrementors) Visit(expression);
        VisitBody(node.Statement);
    }

    public override void VisitForEachStatement(ForEachStatementSyntax node)
    {
        Visit(node.Expression);
        VisitBody(node.Statement);
    }

    public override void VisitForEachVariableStatement(ForEachVariableStatementSyntax node)
    {
        Visit(node.Expression);
        VisitBody(node.Statement);
    }

    public override void VisitGotoStatement(GotoStatementSyntax node)
    {
        _text.Insert(node.SpanStart, $"{{{_check}");
        base.VisitGotoStatement(node);
        _text.Insert(node.Span.End, "}");
    }

    public override void VisitMethodDeclaration(MethodDeclarationSyntax node)
    {
        if (node.ExpressionBody is { } body)
            VisitExpressionBody(body, node.SemicolonToken, EnterOf(node.Modifiers), returns: !IsEmpty(node.ReturnType, node.Modifiers));
        else
            VisitFunctionBlock(node.Body, EnterOf(node.Modifiers));
    }

    public override void VisitLocalFunctionStatement(LocalFunctionStatementSyntax node)
    {
        if (node.ExpressionBody is { } body)
            VisitExpressionBody(body, node.SemicolonToken, EnterOf(node.Modifiers), returns: !IsEmpty(node.ReturnType, node.Modifiers));
        else
            VisitFunctionBlock(node.Body, EnterOf(node.Modifiers));
    }

    // An operator that changes what it is called on, such as +=, returns nothing.
    public override void VisitOperatorDeclaration(OperatorDeclarationSyntax node) =>
        VisitOperator(node, returns: !IsEmpty(node.ReturnType, node.Modifiers));

    public override void VisitConversionOperatorDeclaration(ConversionOperatorDeclarationSyntax node) => VisitOperator(node, returns: true);

    public override void VisitConstructorDeclaration(ConstructorDeclarationSyntax node)
    {
        Visit(node.Initializer);
        if (node.ExpressionBody is { } body)
            VisitExpressionBody(body, node.SemicolonToken, _enter, returns: false);
        else
            VisitFunctionBlock(node.Body, _enter);
    }

    public override void VisitAccessorDeclaration(AccessorDeclarationSyntax node)
    {
        if (node.ExpressionBody is { } body)
            VisitExpressionBody(body, node.SemicolonToken, _enter, returns: node.IsKind(SyntaxKind.GetAccessorDeclaration));
        else
            VisitFunctionBlock(node.Body, _enter);
    }

    public override void VisitPropertyDeclaration(PropertyDeclarationSyntax node)
    {
        if (node.ExpressionBody is { } body)
        {
            VisitExpressionBody(body, node.SemicolonToken, _enter, returns: true, "get{", "}");
            return;
        }

        if (node.Initializer is { } initializer && !node.Modifiers.Any(SyntaxKind.StaticKeyword)) GuardInitializer(initializer);
        base.VisitPropertyDeclaration(node);
    }

    public override void VisitFieldDeclaration(FieldDeclarationSyntax node)
    {
        if (node.Parent is TypeDeclarationSyntax && !node.Modifiers.Any(SyntaxKind.StaticKeyword) && !node.Modifiers.Any(SyntaxKind.ConstKeyword))
        {
            foreach (var variable in node.Declaration.Variables)
                if (variable.Initializer is { } initializer) GuardInitializer(initializer);
        }

        base.VisitFieldDeclaration(node);
    }

    public override void VisitRecordDeclaration(RecordDeclarationSyntax node)
    {
        base.VisitRecordDeclaration(node);
        if (node.IsKind(SyntaxKind.RecordDeclaration)) GuardEquality(node);
    }

    public override void VisitIndexerDeclaration(IndexerDeclarationSyntax node)
    {
        if (node.ExpressionBody is { } body)
            VisitExpressionBody(body, node.SemicolonToken, _enter, returns: true, "get{", "}");
        else
            base.VisitIndexerDeclaration(node);
    }

    public override void VisitSimpleLambdaExpression(SimpleLambdaExpressionSyntax node) => VisitLambda(node);

    public override void VisitParenthesizedLambdaExpression(ParenthesizedLambdaExpressionSyntax node) => VisitLambda(node);

    public override void VisitAnonymousMethodExpression(AnonymousMethodExpressionSyntax node) =>
        VisitFunctionBlock(node.Block, node.AsyncKeyword == default ? _enter : _enterAsync);

    // A gate in a finalizer could only bring down the finalizer's thread, and an attribute holds no code that runs.
    public override void VisitDestructorDeclaration(DestructorDeclarationSyntax node)
    {
    }

    public override void VisitAttributeList(AttributeListSyntax node)
    {
    }

    private void VisitOperator(BaseMethodDeclarationSyntax node, bool returns)
    {
        if (node.ExpressionBody is { } body)
            VisitExpressionBody(body, node.SemicolonToken, _enter, returns);
        else
            VisitFunctionBlock(node.Body, _enter);
    }

    private string EnterOf(SyntaxTokenList modifiers) => modifiers.Any(SyntaxKind.AsyncKeyword) ? _enterAsync : _enter;

    /// <summary>
    /// A constructor runs these before its own code, and without any they are all of it: so objects that make objects of their
    /// own type would come by no gate.
    /// </summary>
    private void GuardInitializer(EqualsValueClauseSyntax initializer)
    {
        if (initializer.Value is InitializerExpressionSyntax) return;
        if (initializer.Value.DescendantNodesAndSelf(node => node is not AnonymousFunctionExpressionSyntax).OfType<BaseObjectCreationExpressionSyntax>().Any())
            _text.Insert(initializer.Value.SpanStart, _initialize);
    }

    /// <summary>
    /// The compiler writes what compares records and makes their hash codes. Both ask for this property, which a record may
    /// also declare itself: so two records that refer to each other come by a gate.
    /// </summary>
    private void GuardEquality(RecordDeclarationSyntax node)
    {
        const string Name = "EqualityContract";
        if (node.Modifiers.Any(SyntaxKind.PartialKeyword)) return;
        if (node.Members.Any(member => member is PropertyDeclarationSyntax { Identifier.ValueText: Name })) return;
        if (IsDerived(node) is not { } isDerived) return;
        var modifiers = isDerived ? "protected override" : node.Modifiers.Any(SyntaxKind.SealedKeyword) ? "private" : "protected virtual";
        var property = $"{modifiers} global::System.Type {Name}{{get{{{_enter}return typeof({node.Identifier}{Arguments(node)});}}}}";
        if (node.OpenBraceToken.IsKind(SyntaxKind.OpenBraceToken)) _text.Insert(node.CloseBraceToken.SpanStart, property);
        else _text.Replace(node.SemicolonToken.Span, $"{{{property}}}");

        static string Arguments(RecordDeclarationSyntax node) => node.TypeParameterList is { } list
            ? $"<{string.Join(',', list.Parameters.Select(parameter => parameter.Identifier))}>"
            : "";
    }

    /// <summary>Whether a record is derived from another; null where that is not known.</summary>
    private bool? IsDerived(RecordDeclarationSyntax node) => node.BaseList?.Types.FirstOrDefault() switch
    {
        null => false,
        PrimaryConstructorBaseTypeSyntax => true,
        _ => _meaning?.Value.GetDeclaredSymbol(node) is not { BaseType: { TypeKind: not TypeKind.Error } parent }
            ? null
            : parent.SpecialType == SpecialType.None,
    };

    private void VisitFunctionBlock(BlockSyntax? block, string gate)
    {
        if (block is null) return;
        VisitBlock(block, gate);
    }

    private void VisitBlock(BlockSyntax block, string gate)
    {
        _text.Insert(block.OpenBraceToken.Span.End, gate);
        foreach (var statement in block.Statements) Visit(statement);
    }

    private void VisitBody(StatementSyntax body)
    {
        if (body is BlockSyntax block)
        {
            VisitBlock(block, _check);
            return;
        }

        _text.Insert(body.SpanStart, $"{{{_check}");
        Visit(body);
        _text.Insert(body.Span.End, "}");
    }

    /// <summary>Turns <c>=> expression;</c> into a block.</summary>
    private void VisitExpressionBody(
        ArrowExpressionClauseSyntax body, SyntaxToken semicolon, string gate, bool returns, string opening = "", string closing = "")
    {
        _text.Replace(body.ArrowToken.Span, $"{{{opening}{gate}");
        if (returns && body.Expression is not ThrowExpressionSyntax) _text.Insert(body.Expression.SpanStart, "return ");
        Visit(body.Expression);
        _text.Insert(semicolon.Span.End, $"}}{closing}");
    }

    private void VisitLambda(LambdaExpressionSyntax node)
    {
        var enter = node.AsyncKeyword == default ? _enter : _enterAsync;
        if (node.Block is { } block)
        {
            VisitFunctionBlock(block, enter);
            return;
        }

        // Whether the body's value is returned or dropped depends on the delegate that the lambda becomes; and an expression
        // tree, which may become a query in another language, has to stay as it is, with everything in it.
        if (_meaning?.Value.GetTypeInfo(node).ConvertedType is not INamedTypeSymbol { DelegateInvokeMethod: { } invoke }) return;
        var body = node.ExpressionBody!;
        var returns = body is not ThrowExpressionSyntax
            && !invoke.ReturnsVoid
            && !(node.AsyncKeyword != default && invoke.ReturnType is INamedTypeSymbol { IsGenericType: false });
        _text.Insert(body.SpanStart, $"{{{enter}{(returns ? "return " : "")}");
        Visit(body);
        _text.Insert(body.Span.End, ";}");
    }

    /// <summary>Whether a method with this return type returns no value.</summary>
    private bool IsEmpty(TypeSyntax type, SyntaxTokenList modifiers) => type switch
    {
        PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword } => true,
        _ when !modifiers.Any(SyntaxKind.AsyncKeyword) => false,
        IdentifierNameSyntax { Identifier.ValueText: "Task" or "ValueTask" } or QualifiedNameSyntax { Right: IdentifierNameSyntax } => true,

        // It may be another name for a task with a result.
        IdentifierNameSyntax => _meaning?.Value.GetTypeInfo(type).Type is not INamedTypeSymbol { IsGenericType: true },
        _ => false,
    };
}
