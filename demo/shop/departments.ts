/** A shelf of the shop's own order: a category path and how it is called. */
export interface Department {
  /** The path as browse() and recommend() take it, "Home > Kitchen". */
  path: string;
  name: string;
  /** The kinds inside it, in order of name. */
  kinds: Department[];
}

const SEPARATOR = ' > ';

/**
 * The two levels that the shop's navigation shows. A first level that every path shares ("Home > ...") tells a shopper
 * nothing and is left out.
 */
export function departmentsOf(categories: readonly string[]): Department[] {
  const paths = categories.filter((path) => path !== '').map((path) => path.split(SEPARATOR));
  const shared = paths.length > 1 && paths.every((path) => path[0] === paths[0]![0] && path.length > 1) ? 1 : 0;
  const departments = new Map<string, Department>();
  for (const path of paths) {
    const department = child(departments, path, shared + 1);
    if (path.length > shared + 1 && !department.kinds.some((kind) => kind.name === path[shared + 1])) {
      department.kinds.push({ path: path.slice(0, shared + 2).join(SEPARATOR), name: path[shared + 1]!, kinds: [] });
    }
  }
  const sorted = [...departments.values()].sort(byName);
  for (const department of sorted) department.kinds.sort(byName);
  return sorted;
}

function child(departments: Map<string, Department>, path: string[], depth: number): Department {
  const name = path[depth - 1]!;
  let department = departments.get(name);
  if (!department) {
    department = { path: path.slice(0, depth).join(SEPARATOR), name, kinds: [] };
    departments.set(name, department);
  }
  return department;
}

const byName = (a: Department, b: Department) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);

/** The last step of a path: "Home > Kitchen > Bowls" -> "Bowls". */
export function categoryName(path: string): string {
  return path.slice(path.lastIndexOf(SEPARATOR) + 1).replace(/^\s*>\s*/, '');
}
