/* Lists made of lists, as older browsers can. */

/* What is made of each, as each list. */
const joined = (list, make) => [].concat(...list.map((each) => make(each)));
