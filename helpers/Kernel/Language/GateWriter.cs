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
    private readonly Lazy<SemanticModel>? _meaning;

    private GateWriter(EditedText text, int cell, Lazy<SemanticModel>? meaning)
    {
        _text = text;
        _check = Call(nameof(CellGate.Check));
        _enter = Call(nameof(CellGate.Enter));
        _meaning = meaning;

        string Call(string gate) =>
            string.Create(CultureInfo.InvariantCulture, $"global::{typeof(CellGate).FullName}.{gate}({cell});");
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
            VisitExpressionBody(body, node.SemicolonToken, returns: !IsEmpty(node.ReturnType, node.Modifiers));
        else
            VisitFunctionBlock(node.Body);
    }

    public override void VisitLocalFunctionStatement(LocalFunctionStatementSyntax node)
    {
        if (node.ExpressionBody is { } body)
            VisitExpressionBody(body, node.SemicolonToken, returns: !IsEmpty(node.ReturnType, node.Modifiers));
        else
            VisitFunctionBlock(node.Body);
    }

    public override void VisitOperatorDeclaration(OperatorDeclarationSyntax node) => VisitFunction(node);

    public override void VisitConversionOperatorDeclaration(ConversionOperatorDeclarationSyntax node) => VisitFunction(node);

    public override void VisitConstructorDeclaration(ConstructorDeclarationSyntax node)
    {
        Visit(node.Initializer);
        if (node.ExpressionBody is { } body)
            VisitExpressionBody(body, node.SemicolonToken, returns: false);
        else
            VisitFunctionBlock(node.Body);
    }

    public override void VisitAccessorDeclaration(AccessorDeclarationSyntax node)
    {
        if (node.ExpressionBody is { } body)
            VisitExpressionBody(body, node.SemicolonToken, returns: node.IsKind(SyntaxKind.GetAccessorDeclaration));
        else
            VisitFunctionBlock(node.Body);
    }

    public override void VisitPropertyDeclaration(PropertyDeclarationSyntax node)
    {
        if (node.ExpressionBody is { } body)
            VisitExpressionBody(body, node.SemicolonToken, returns: true, "get{", "}");
        else
            base.VisitPropertyDeclaration(node);
    }

    public override void VisitIndexerDeclaration(IndexerDeclarationSyntax node)
    {
        if (node.ExpressionBody is { } body)
            VisitExpressionBody(body, node.SemicolonToken, returns: true, "get{", "}");
        else
            base.VisitIndexerDeclaration(node);
    }

    public override void VisitSimpleLambdaExpression(SimpleLambdaExpressionSyntax node) => VisitLambda(node);

    public override void VisitParenthesizedLambdaExpression(ParenthesizedLambdaExpressionSyntax node) => VisitLambda(node);

    public override void VisitAnonymousMethodExpression(AnonymousMethodExpressionSyntax node) => VisitFunctionBlock(node.Block);

    // A gate in a finalizer could only bring down the finalizer's thread, and an attribute holds no code that runs.
    public override void VisitDestructorDeclaration(DestructorDeclarationSyntax node)
    {
    }

    public override void VisitAttributeList(AttributeListSyntax node)
    {
    }

    private void VisitFunction(BaseMethodDeclarationSyntax node)
    {
        if (node.ExpressionBody is { } body)
            VisitExpressionBody(body, node.SemicolonToken, returns: true);
        else
            VisitFunctionBlock(node.Body);
    }

    private void VisitFunctionBlock(BlockSyntax? block)
    {
        if (block is null) return;
        VisitBlock(block, _enter);
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
        ArrowExpressionClauseSyntax body, SyntaxToken semicolon, bool returns, string opening = "", string closing = "")
    {
        _text.Replace(body.ArrowToken.Span, $"{{{opening}{_enter}");
        if (returns && body.Expression is not ThrowExpressionSyntax) _text.Insert(body.Expression.SpanStart, "return ");
        Visit(body.Expression);
        _text.Insert(semicolon.Span.End, $"}}{closing}");
    }

    private void VisitLambda(LambdaExpressionSyntax node)
    {
        if (node.Block is { } block)
        {
            VisitFunctionBlock(block);
            return;
        }

        // Whether the body's value is returned or dropped depends on the delegate that the lambda becomes; and an expression
        // tree, which may become a query in another language, has to stay as it is, with everything in it.
        if (_meaning?.Value.GetTypeInfo(node).ConvertedType is not INamedTypeSymbol { DelegateInvokeMethod: { } invoke }) return;
        var body = node.ExpressionBody!;
        var returns = body is not ThrowExpressionSyntax
            && !invoke.ReturnsVoid
            && !(node.AsyncKeyword != default && invoke.ReturnType is INamedTypeSymbol { IsGenericType: false });
        _text.Insert(body.SpanStart, $"{{{_enter}{(returns ? "return " : "")}");
        Visit(body);
        _text.Insert(body.Span.End, ";}");
    }

    /// <summary>Whether a method with this return type returns no value.</summary>
    private static bool IsEmpty(TypeSyntax type, SyntaxTokenList modifiers) =>
        type is PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword }
        || (modifiers.Any(SyntaxKind.AsyncKeyword)
            && type is IdentifierNameSyntax or QualifiedNameSyntax { Right: IdentifierNameSyntax });
}
